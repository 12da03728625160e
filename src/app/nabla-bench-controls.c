/* The controls that some views have: which features are shown, which examples,
 * what is to be predicted.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bench-view-private.h"

#include "nabla-network-marks.h"
#include "nabla-segments.h"
#include "nabla-weight-popover.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Rows of the data tile that are asked for at once. */
#define ROWS 60

static GtkWidget *
icon_button (const char *icon, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

/* A click on an example makes it the one that all views follow. */
static void
example_activated_cb (NablaBenchView *self, int series, guint index)
{
  const NablaSnapshot *snapshot = nabla_session_snapshot (self->session);
  if (snapshot == NULL)
    return;
  if (nabla_bench_view_is (self, "boundary") && snapshot->points != NULL && index < snapshot->points->n)
    nabla_bench_view_tell_example (self, snapshot->points->example[index]);
  else if (nabla_bench_view_is (self, "fit") && snapshot->fit != NULL && index < snapshot->fit->n)
    nabla_bench_view_tell_example (self, snapshot->fit->example[index]);
  else if (nabla_bench_view_is (self, "examples"))
    nabla_bench_view_tell_example (self, index);
}

/* Network: a unit shows its arithmetic; a weight, or with a second click a bias, can be
 * changed. */
static void
unit_activated_cb (NablaBenchView *self, int series, guint index, double x, double y, int n_press)
{
  const NablaSnapshot *snapshot = nabla_session_snapshot (self->session);
  guint layer, unit;
  int previous;
  if (snapshot == NULL || !nabla_network_mark_find (snapshot, series, index, &layer, &unit, &previous))
    return;
  if (previous >= 0 || n_press > 1)
    {
      nabla_weight_popover_show (GTK_WIDGET (self->view), x, y, self->session, layer, unit, previous);
      return;
    }
  gboolean is_chosen = nabla_figure_view_get_setting (self->view, "layer") == layer
                       && nabla_figure_view_get_setting (self->view, "unit") == unit;
  nabla_figure_view_set_setting (self->view, "layer", is_chosen ? -1 : (double) layer, NULL);
  nabla_figure_view_set_setting (self->view, "unit", unit, NULL);
  if (!is_chosen && snapshot->example == NULL)
    nabla_bench_view_tell_example (self, 0);
}

/* Metrics: which set the matrix counts. Its figure's choices begin with automatic. */
static void
split_changed_cb (NablaSegments *segments, int active, NablaBenchView *self)
{
  nabla_figure_view_set_setting (self->view, "split", active + 1, NULL);
}

static void
make_metrics (NablaBenchView *self)
{
  const char *const names[] = { C_ ("split", "Train"), C_ ("split", "Dev"), C_ ("split", "Test"), NULL };
  GtkWidget *segments = nabla_segments_new (_("Set"), names);
  nabla_segments_set_active (NABLA_SEGMENTS (segments), 0);
  g_signal_connect_object (segments, "changed", G_CALLBACK (split_changed_cb), self, 0);
  self->segments = NABLA_SEGMENTS (segments);
  nabla_tile_add_end (self->tile, segments);
}

/* Boundary: two of many features. */
static void
axis_changed_cb (NablaBenchView *self)
{
  if (!self->in_change)
    nabla_bench_view_tell_watch (self);
}

static void
set_up_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 5);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 10);
  gtk_list_item_set_child (item, label);
}

static void
bind_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (GTK_STRING_OBJECT (gtk_list_item_get_item (item))));
}

/* Names may be long; in the list they are seen whole. */
static void
keep_narrow (GtkDropDown *axis)
{
  GtkListItemFactory *whole = gtk_drop_down_get_factory (axis);
  g_autoptr (GtkListItemFactory) cut = gtk_signal_list_item_factory_new ();
  g_signal_connect (cut, "setup", G_CALLBACK (set_up_name_cb), NULL);
  g_signal_connect (cut, "bind", G_CALLBACK (bind_name_cb), NULL);
  gtk_drop_down_set_list_factory (axis, whole);
  gtk_drop_down_set_factory (axis, cut);
}

static GtkWidget *
make_boundary (NablaBenchView *self)
{
  const char *const names[] = { N_("Feature across"), N_("Feature upwards") };
  self->axes_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  for (guint i = 0; i < 2; i++)
    {
      self->axes[i] = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
      keep_narrow (self->axes[i]);
      gtk_widget_add_css_class (GTK_WIDGET (self->axes[i]), "nabla-small");
      gtk_widget_set_valign (GTK_WIDGET (self->axes[i]), GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->axes[i]), _(names[i]));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->axes[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _(names[i]), -1);
      g_signal_connect_object (self->axes[i], "notify::selected", G_CALLBACK (axis_changed_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->axes_box), GTK_WIDGET (self->axes[i]));
    }
  gtk_widget_set_visible (self->axes_box, FALSE);
  nabla_tile_add_end (self->tile, self->axes_box);
  GtkWidget *overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->view));
  self->paint = nabla_paint_new (self->tile, GTK_OVERLAY (overlay), self->view, self->session);
  return overlay;
}

static void
reset_axes (NablaBenchView *self, const NablaDataset *dataset)
{
  self->in_change = TRUE;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GtkStringList) names = gtk_string_list_new ((const char *const *) dataset->feature_names);
      gtk_drop_down_set_model (self->axes[i], G_LIST_MODEL (names));
      gtk_drop_down_set_selected (self->axes[i], MIN (i, dataset->n_x - 1));
    }
  gtk_widget_set_visible (self->axes_box, dataset->n_x > 2);
  self->in_change = FALSE;
}

/* Data: the worst first, and so many on. */
static void
turn_page (NablaBenchView *self, int direction)
{
  const NablaSnapshot *snapshot = nabla_session_snapshot (self->session);
  gsize total = snapshot != NULL && snapshot->examples != NULL ? snapshot->examples->n_total : 0;
  gint64 first = (gint64) self->first + direction * ROWS;
  if (first < 0)
    first = 0;
  if ((gsize) first >= total)
    return;
  self->first = first;
  nabla_bench_view_tell_watch (self);
}

static void
previous_cb (NablaBenchView *self)
{
  turn_page (self, -1);
}

static void
next_cb (NablaBenchView *self)
{
  turn_page (self, 1);
}

static void
wrong_first_cb (NablaBenchView *self)
{
  self->first = 0;
  nabla_bench_view_tell_watch (self);
}

static void
make_examples (NablaBenchView *self)
{
  GtkWidget *previous = icon_button ("go-previous-symbolic", _("Previous Examples"));
  GtkWidget *next = icon_button ("go-next-symbolic", _("Next Examples"));
  self->wrong_first = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_label (_("Worst First")));
  gtk_toggle_button_set_active (self->wrong_first, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->wrong_first), "nabla-small");
  gtk_widget_set_valign (GTK_WIDGET (self->wrong_first), GTK_ALIGN_CENTER);
  g_signal_connect_object (self->wrong_first, "toggled", G_CALLBACK (wrong_first_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (previous, "clicked", G_CALLBACK (previous_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (next, "clicked", G_CALLBACK (next_cb), self, G_CONNECT_SWAPPED);
  nabla_tile_add_end (self->tile, GTK_WIDGET (self->wrong_first));
  nabla_tile_add_end (self->tile, previous);
  nabla_tile_add_end (self->tile, next);
}

/* Predict: the form beside its answer. */
static GtkWidget *
make_prediction (NablaBenchView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *form = nabla_predict_form_new ();
  self->form = NABLA_PREDICT_FORM (form);
  gtk_widget_set_size_request (form, 190, -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->view), TRUE);
  g_signal_connect_object (form, "changed", G_CALLBACK (nabla_bench_view_tell_watch), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), form);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->view));
  return box;
}

void
nabla_bench_controls_make (NablaBenchView *self)
{
  GtkWidget *child = GTK_WIDGET (self->view);
  if (nabla_bench_view_is (self, "metrics"))
    make_metrics (self);
  else if (nabla_bench_view_is (self, "boundary"))
    child = make_boundary (self);
  else if (nabla_bench_view_is (self, "examples"))
    make_examples (self);
  else if (nabla_bench_view_is (self, "prediction"))
    child = make_prediction (self);
  nabla_bench_layers_make (self);
  gboolean is_network = nabla_bench_view_is (self, "network");
  g_signal_connect_object (self->view, "mark-activated",
                           is_network ? G_CALLBACK (unit_activated_cb) : G_CALLBACK (example_activated_cb), self,
                           G_CONNECT_SWAPPED);
  nabla_tile_set_child (self->tile, child);
}

void
nabla_bench_controls_dispose (NablaBenchView *self)
{
  g_clear_pointer (&self->paint, nabla_paint_free);
  g_clear_pointer (&self->dataset, nabla_dataset_unref);
  self->axes[0] = self->axes[1] = NULL;
  self->axes_box = NULL;
  self->form = NULL;
  self->wrong_first = NULL;
  self->segments = NULL;
  self->layers = NULL;
}

void
nabla_bench_controls_watch (NablaBenchView *self, NablaObserveOptions *options)
{
  if (self->axes[0] != NULL && gtk_drop_down_get_model (self->axes[0]) != NULL)
    {
      options->feature_x = gtk_drop_down_get_selected (self->axes[0]);
      options->feature_y = gtk_drop_down_get_selected (self->axes[1]);
    }
  if (self->wrong_first != NULL)
    {
      options->examples_first = self->first;
      options->examples_count = ROWS;
      options->examples_split = -1;
      options->wrong_first = gtk_toggle_button_get_active (self->wrong_first);
    }
  if (self->layers != NULL && nabla_bench_view_is (self, "hidden_space"))
    options->hidden_layer = (int) nabla_figure_view_get_setting (self->view, "layer");
  if (self->form != NULL)
    options->typed = nabla_predict_form_values (self->form, &options->n_typed);
}

void
nabla_bench_controls_set_snapshot (NablaBenchView *self, const NablaSnapshot *snapshot)
{
  nabla_bench_layers_set_snapshot (self, snapshot);
  if (self->segments == NULL)
    return;
  for (guint split = 0; split < NABLA_SNAPSHOT_SPLITS; split++)
    nabla_segments_set_enabled (self->segments, split, snapshot->metrics[split].m > 0);
}

void
nabla_bench_controls_run_changed (NablaBenchView *self)
{
  NablaProblem *problem = nabla_session_problem (self->session);
  self->first = 0;
  if (self->paint != NULL)
    nabla_paint_run_changed (self->paint);
  if (problem == NULL || problem->dataset == self->dataset)
    return;
  g_clear_pointer (&self->dataset, nabla_dataset_unref);
  self->dataset = nabla_dataset_ref (problem->dataset);
  if (self->axes[0] != NULL)
    reset_axes (self, problem->dataset);
  if (self->form != NULL)
    nabla_predict_form_set_dataset (self->form, problem->dataset);
  if (self->segments != NULL)
    {
      guint split = problem->partition->sizes[NABLA_SPLIT_DEV] > 0 ? NABLA_SPLIT_DEV : NABLA_SPLIT_TRAIN;
      nabla_segments_set_active (self->segments, split);
      nabla_figure_view_set_setting (self->view, "split", split + 1, NULL);
    }
}
