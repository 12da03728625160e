/* Rows of layers and other small widgets: what they show, take and tell.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-histogram.h"
#include "nabla-layer-row.h"
#include "nabla-ring.h"
#include "nabla-segments.h"
#include "widget-test.h"

#include <math.h>

static const char *const activations[] = { "tanh", "relu", "leaky_relu", NULL };

typedef struct {
  int units;
  char *activation;
  guint n_units, n_activations, n_removals;
} Told;

static void
units_cb (NablaLayerRow *row, int units, Told *told)
{
  told->units = units;
  told->n_units++;
}

static void
activation_cb (NablaLayerRow *row, const char *name, Told *told)
{
  g_free (told->activation);
  told->activation = g_strdup (name);
  told->n_activations++;
}

static void
removal_cb (NablaLayerRow *row, Told *told)
{
  told->n_removals++;
}

static NablaLayerRow *
new_row (Told *told)
{
  NablaLayerRow *row = NABLA_LAYER_ROW (nabla_layer_row_new ("Layer 1", activations, NULL));
  *told = (Told){ 0 };
  g_signal_connect (row, "units-changed", G_CALLBACK (units_cb), told);
  g_signal_connect (row, "activation-changed", G_CALLBACK (activation_cb), told);
  g_signal_connect (row, "remove-requested", G_CALLBACK (removal_cb), told);
  return row;
}

static GtkWidget *
show_row (GtkWidget *row)
{
  GtkWidget *list = gtk_list_box_new ();
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  return widget_test_show (list, 276, 200);
}

static void
test_layer_units (void)
{
  Told told;
  NablaLayerRow *row = new_row (&told);
  nabla_layer_row_set_units (row, 8);
  nabla_layer_row_set_activation (row, "relu");
  g_assert_cmpuint (told.n_units + told.n_activations, ==, 0);
  GtkWidget *window = show_row (GTK_WIDGET (row));
  g_assert_cmpint (ABS (gtk_widget_get_height (GTK_WIDGET (row)) - 40), <=, 1);
  GtkWidget *entry = widget_test_find (GTK_WIDGET (row), GTK_TYPE_ENTRY, NULL);
  GtkWidget *more = widget_test_find (GTK_WIDGET (row), GTK_TYPE_BUTTON, "One unit more");
  GtkWidget *less = widget_test_find (GTK_WIDGET (row), GTK_TYPE_BUTTON, "One unit less");
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_LABEL, "Units of Layer 1");
  if (widget_test_click (more, 1))
    widget_test_wait (told.units == 9);
  g_signal_emit_by_name (less, "clicked");
  g_assert_cmpint (told.units, ==, 8);

  gtk_editable_set_text (GTK_EDITABLE (entry), "1");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpint (told.units, ==, 1);
  g_assert_false (gtk_widget_get_sensitive (less));
  gtk_editable_set_text (GTK_EDITABLE (entry), "0");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpint (nabla_layer_row_get_units (row), ==, 1);
  GtkWidget *sentence = widget_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL,
                                          "Layer 1: found 0, but only 1 to 65536 is allowed");
  g_assert_nonnull (sentence);
  g_assert_true (gtk_widget_get_visible (sentence));
  nabla_layer_row_set_range (row, 2, 16);
  g_assert_cmpint (nabla_layer_row_get_units (row), ==, 2);
  g_assert_false (gtk_widget_get_visible (sentence));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_layer_keys (void)
{
  Told told;
  NablaLayerRow *row = new_row (&told);
  nabla_layer_row_set_units (row, 8);
  GtkWidget *window = show_row (GTK_WIDGET (row));
  GtkWidget *entry = widget_test_find (GTK_WIDGET (row), GTK_TYPE_ENTRY, NULL);
  if (widget_test_focus_window (window))
    {
      gtk_widget_grab_focus (entry);
      widget_test_xdotool ("key Up");
      widget_test_wait (told.units == 9);
      widget_test_xdotool ("key Page_Up");
      widget_test_wait (told.units == 18);
      /* Delete in the entry is the text's. */
      widget_test_xdotool ("key Delete");
      g_assert_cmpuint (told.n_removals, ==, 0);
      gtk_widget_grab_focus (GTK_WIDGET (row));
      widget_test_xdotool ("key Delete");
      widget_test_wait (told.n_removals == 1);
      nabla_layer_row_set_removable (row, FALSE);
      widget_test_xdotool ("key Delete");
      widget_test_frames (window, 2);
      g_assert_cmpuint (told.n_removals, ==, 1);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_layer_menu (void)
{
  Told told;
  NablaLayerRow *row = new_row (&told);
  GtkWidget *window = show_row (GTK_WIDGET (row));
  if (widget_test_xdotool ("mousemove 30 20 click 3"))
    {
      GtkWidget *popover = NULL;
      widget_test_wait ((popover = widget_test_find (GTK_WIDGET (row), GTK_TYPE_POPOVER_MENU, NULL))
                            != NULL
                        && gtk_widget_get_mapped (popover));
      widget_test_frames (window, 2);
      widget_test_xdotool ("key Return");
      if (told.n_removals == 0)
        widget_test_xdotool ("key Down sleep 0.1 key Return");
      widget_test_wait (told.n_removals == 1);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_layer_activation (void)
{
  Told told;
  NablaLayerRow *row = g_object_ref_sink (new_row (&told));
  nabla_layer_row_set_activation (row, "leaky_relu");
  nabla_layer_row_set_activation (row, "softplus");
  g_assert_cmpstr (nabla_layer_row_get_activation (row), ==, "leaky_relu");
  GtkWidget *choice = widget_test_find (GTK_WIDGET (row), GTK_TYPE_DROP_DOWN, NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 0);
  g_assert_cmpuint (told.n_activations, ==, 1);
  g_assert_cmpstr (told.activation, ==, "tanh");
  g_free (told.activation);
  g_object_unref (row);
}

static void
test_layer_fixed (void)
{
  Told told = { 0 };
  GtkWidget *row = nabla_layer_row_new_fixed ("Output", "1 unit", "sigmoid");
  g_signal_connect (row, "remove-requested", G_CALLBACK (removal_cb), &told);
  GtkWidget *window = show_row (row);
  g_assert_nonnull (widget_test_find (row, GTK_TYPE_LABEL, "1 unit"));
  g_assert_null (widget_test_find (row, GTK_TYPE_ENTRY, NULL));
  gtk_widget_activate_action (row, "layer.remove", NULL);
  g_assert_cmpuint (told.n_removals, ==, 0);
  nabla_layer_row_set_fixed (NABLA_LAYER_ROW (row), "3 units", "softmax");
  g_assert_nonnull (widget_test_find (row, GTK_TYPE_LABEL, "softmax"));
  g_assert_null (nabla_layer_row_get_activation (NABLA_LAYER_ROW (row)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
chosen_cb (NablaSegments *segments, int index, int *chosen)
{
  *chosen = index;
}

static void
test_segments (void)
{
  static const char *const words[] = { "Train", "Dev", "Test", NULL };
  int chosen = -1;
  GtkWidget *segments = nabla_segments_new ("Examples", words);
  g_signal_connect (segments, "changed", G_CALLBACK (chosen_cb), &chosen);
  nabla_segments_set_active (NABLA_SEGMENTS (segments), 1);
  nabla_segments_set_active (NABLA_SEGMENTS (segments), 7);
  g_assert_cmpint (chosen, ==, -1);
  g_assert_cmpint (nabla_segments_get_active (NABLA_SEGMENTS (segments)), ==, 1);
  gtk_test_accessible_assert_property (segments, GTK_ACCESSIBLE_PROPERTY_LABEL, "Examples");
  gtk_widget_set_halign (segments, GTK_ALIGN_CENTER);
  GtkWidget *window = widget_test_show (segments, 300, 100);
  graphene_rect_t bounds;
  g_assert_true (gtk_widget_compute_bounds (segments, window, &bounds));
  g_assert_cmpfloat (bounds.size.height, ==, 24);
  GtkWidget *test = widget_test_find (segments, GTK_TYPE_TOGGLE_BUTTON, "Test");
  if (widget_test_click (test, 1))
    {
      widget_test_wait (chosen == 2);
      /* The chosen one stays so. */
      widget_test_click (test, 1);
      widget_test_frames (window, 2);
      g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (test)));
      nabla_segments_set_enabled (NABLA_SEGMENTS (segments), 0, FALSE);
      widget_test_click (widget_test_find (segments, GTK_TYPE_TOGGLE_BUTTON, "Train"), 1);
      widget_test_frames (window, 2);
      g_assert_cmpint (chosen, ==, 2);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* How many pixels in the column at @x of a drawn widget are covered */
static int
covered (GtkWidget *widget, int x)
{
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), n = 0;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  g_autoptr (GskRenderNode) node = gtk_snapshot_to_node (snapshot);
  if (node != NULL)
    {
      cairo_t *cr = cairo_create (surface);
      gsk_render_node_draw (node, cr);
      cairo_destroy (cr);
      for (int y = 0; y < height; y++)
        n += cairo_image_surface_get_data (
                 surface)[y * cairo_image_surface_get_stride (surface) + 4 * x + 3]
             != 0;
    }
  cairo_surface_destroy (surface);
  return n;
}

static void
test_histogram (void)
{
  static const double counts[] = { 12, 6, 0, 1e-9 };
  static const double odd[] = { NAN, INFINITY, -3, 1 };
  GtkWidget *histogram = nabla_histogram_new ();
  gtk_widget_set_halign (histogram, GTK_ALIGN_START);
  gtk_widget_set_valign (histogram, GTK_ALIGN_START);
  gtk_widget_set_size_request (histogram, 80, 24);
  GtkWidget *window = widget_test_show (histogram, 200, 100);
  g_assert_cmpint (covered (histogram, 10), ==, 0);
  nabla_histogram_set_counts (NABLA_HISTOGRAM (histogram), counts, 4);
  nabla_histogram_set_description (NABLA_HISTOGRAM (histogram), "alcohol, 11 to 14.8");
  g_assert_cmpint (covered (histogram, 10), ==, 24);
  g_assert_cmpint (covered (histogram, 30), ==, 12);
  g_assert_cmpint (covered (histogram, 50), ==, 0);
  g_assert_cmpint (covered (histogram, 70), ==, 1);
  gtk_test_accessible_assert_property (histogram, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "alcohol, 11 to 14.8");
  nabla_histogram_set_counts (NABLA_HISTOGRAM (histogram), odd, 4);
  g_assert_cmpint (covered (histogram, 10), ==, 0);
  g_assert_cmpint (covered (histogram, 70), ==, 24);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_ring (void)
{
  GtkWidget *ring = nabla_ring_new ();
  gtk_widget_set_halign (ring, GTK_ALIGN_START);
  gtk_widget_set_valign (ring, GTK_ALIGN_START);
  GtkWidget *window = widget_test_show (ring, 200, 100);
  g_assert_cmpint (covered (ring, 10), <, 12);
  gtk_test_accessible_assert_role (ring, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
  nabla_ring_set_fraction (NABLA_RING (ring), 0.5);
  widget_test_assert_value_text (ring, "50%");
  nabla_ring_set_fraction (NABLA_RING (ring), 3);
  widget_test_assert_value_text (ring, "done");
  g_assert_cmpint (covered (ring, 10), >=, 20);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);
  g_test_add_func ("/layer-row/units", test_layer_units);
  g_test_add_func ("/layer-row/keys", test_layer_keys);
  g_test_add_func ("/layer-row/menu", test_layer_menu);
  g_test_add_func ("/layer-row/activation", test_layer_activation);
  g_test_add_func ("/layer-row/fixed", test_layer_fixed);
  g_test_add_func ("/segments", test_segments);
  g_test_add_func ("/histogram", test_histogram);
  g_test_add_func ("/ring", test_ring);
  return g_test_run ();
}
