/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-model-sketch.h"

#include "nabla-colors.h"

#include <adwaita.h>

/* Dots that a column has at most, and how many are left where there are more: then the
 * middle is a gap. */
enum { MOST_DOTS = 16, DOTS_WITH_GAP = 14 };

enum { HEIGHT = 110, CAPTION_HEIGHT = 26, SIDE = 50, TOP = 6 };

struct _NablaModelSketch {
  GtkWidget parent_instance;
  NablaImportPlan *plan;
};

G_DEFINE_FINAL_TYPE (NablaModelSketch, nabla_model_sketch, GTK_TYPE_WIDGET)

static guint
n_dots (const NablaImportLayer *layer)
{
  return layer->units <= MOST_DOTS ? (guint) layer->units : DOTS_WITH_GAP;
}

/* Distance of two dots of a layer. A gap takes the room of two. */
static double
spacing (const NablaImportLayer *layer, double height)
{
  guint places = n_dots (layer) + (layer->units > MOST_DOTS ? 2 : 0);
  return MIN (24, places > 1 ? height / (places - 1) : height);
}

static double
dot_y (const NablaImportLayer *layer, guint dot, double height)
{
  guint n = n_dots (layer);
  double gap = layer->units > MOST_DOTS ? 2 : 0;
  double place = dot + (dot >= n / 2 ? gap : 0) - (n - 1 + gap) / 2;
  return TOP + height / 2 + place * spacing (layer, height);
}

static double
layer_x (const NablaModelSketch *self, guint l, double width)
{
  double x = SIDE + (width - 2 * SIDE) * l / MAX (self->plan->n_layers - 1, 1);
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? width - x : x;
}

static void
set_color (cairo_t *cr, NablaColor color, double alpha)
{
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * alpha);
}

static void
draw_edges (NablaModelSketch *self, cairo_t *cr, guint l, double width, double height)
{
  const NablaImportLayer *from = &self->plan->layers[l], *to = from + 1;
  for (guint i = 0; i < n_dots (from); i++)
    for (guint j = 0; j < n_dots (to); j++)
      {
        cairo_move_to (cr, layer_x (self, l, width), dot_y (from, i, height));
        cairo_line_to (cr, layer_x (self, l + 1, width), dot_y (to, j, height));
      }
  cairo_stroke (cr);
}

static void
draw_dots (NablaModelSketch *self, cairo_t *cr, guint l, double width, double height)
{
  const NablaImportLayer *layer = &self->plan->layers[l];
  double radius = CLAMP (0.36 * spacing (layer, height), 1.8, 5);
  for (guint i = 0; i < n_dots (layer); i++)
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, layer_x (self, l, width), dot_y (layer, i, height), radius, 0, 2 * G_PI);
    }
  cairo_fill (cr);
}

static void
draw_caption (NablaModelSketch *self, cairo_t *cr, guint l, double width)
{
  g_autoptr (PangoLayout) layout
    = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->plan->layers[l].caption);
  int text_width, text_height;
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  double x = layer_x (self, l, width) - text_width / 2.0;
  cairo_move_to (cr, CLAMP (x, 0, MAX (width - text_width, 0)), HEIGHT - text_height);
  pango_cairo_show_layout (cr, layout);
}

static void
nabla_model_sketch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaModelSketch *self = NABLA_MODEL_SKETCH (widget);
  if (self->plan == NULL)
    return;
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  NablaTheme theme = dark ? NABLA_THEME_DARK : NABLA_THEME_LIGHT;
  NablaColor ink = nabla_color (theme, NABLA_COLOR_TEXT);
  NablaColor grey = nabla_color (theme, NABLA_COLOR_SECONDARY_TEXT);
  NablaColor accent = nabla_color (theme, NABLA_COLOR_ACCENT);
  const guint n = self->plan->n_layers;
  const double width = gtk_widget_get_width (widget);
  const double height = HEIGHT - CAPTION_HEIGHT - 2 * TOP;

  cairo_t *cr = gtk_snapshot_append_cairo (
    snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) gtk_widget_get_height (widget)));
  cairo_set_line_width (cr, 0.5);
  for (guint l = 0; l + 1 < n; l++)
    {
      /* Many edges are not darker than few. */
      guint n_edges = n_dots (&self->plan->layers[l]) * n_dots (&self->plan->layers[l + 1]);
      set_color (cr, ink, CLAMP (25.0 / n_edges, 0.08, 0.3));
      draw_edges (self, cr, l, width, height);
    }
  for (guint l = 0; l < n; l++)
    {
      /* The hidden layers are what is suggested; the rest follows from the data. */
      set_color (cr, l > 0 && l + 1 < n ? accent : grey, 1);
      draw_dots (self, cr, l, width, height);
      set_color (cr, grey, 1);
      draw_caption (self, cr, l, width);
    }
  cairo_destroy (cr);
}

static void
nabla_model_sketch_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 4 * SIDE;
}

static void
nabla_model_sketch_dispose (GObject *object)
{
  g_clear_pointer (&NABLA_MODEL_SKETCH (object)->plan, nabla_import_plan_unref);
  G_OBJECT_CLASS (nabla_model_sketch_parent_class)->dispose (object);
}

static void
nabla_model_sketch_class_init (NablaModelSketchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_model_sketch_dispose;
  widget_class->snapshot = nabla_model_sketch_snapshot;
  widget_class->measure = nabla_model_sketch_measure;
  gtk_widget_class_set_css_name (widget_class, "model-sketch");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
nabla_model_sketch_init (NablaModelSketch *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

void
nabla_model_sketch_set_plan (NablaModelSketch *self, NablaImportPlan *plan)
{
  g_return_if_fail (NABLA_IS_MODEL_SKETCH (self));
  g_return_if_fail (plan != NULL);

  nabla_import_plan_ref (plan);
  nabla_import_plan_unref (self->plan);
  self->plan = plan;
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint l = 0; l < plan->n_layers; l++)
    g_string_append_printf (text, "%s%s", l > 0 ? ", " : "", plan->layers[l].caption);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
