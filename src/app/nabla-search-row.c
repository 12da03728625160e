/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-search-row.h"

#include "nabla-number.h"
#include "nabla-range-bar.h"
#include "nabla-search-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* In the order of NablaSearchScale; words of experiment files. */
static const char *const scales[] = { "linear", "log", "one_minus", "integer", "choice" };

struct _NablaSearchRow {
  GtkListBoxRow parent_instance;
  NablaSearchModel *model;
  guint index;
  char *key;
  GtkLabel *range;
  GtkWidget *remove;
  NablaRangeBar *bar;
};

G_DEFINE_FINAL_TYPE (NablaSearchRow, nabla_search_row, GTK_TYPE_LIST_BOX_ROW)

static const NablaSearchAxis *
axis_of (NablaSearchRow *self)
{
  NablaExperiment *experiment = nabla_search_model_experiment (self->model);
  const NablaSearchSpec *spec = experiment != NULL ? nabla_experiment_search (experiment) : NULL;
  return spec != NULL && self->index < spec->n_axes ? &spec->axes[self->index] : NULL;
}

static gboolean
has_begun (NablaSearchRow *self)
{
  return nabla_search_model_search (self->model) != NULL;
}

/* What the whole bar stands for: before a search more than the range, so that it can grow. */
static NablaSearchRange
span_of (NablaSearchRow *self, const NablaSearchAxis *axis)
{
  NablaSearchRange whole = nabla_search_range_whole (axis);
  if (has_begun (self) || axis->choices != NULL)
    return whole;
  switch (axis->scale)
    {
    case NABLA_SEARCH_LOG:
      whole.low = MAX (MIN (whole.low, 1e-5), axis->spec->minimum > 0 ? axis->spec->minimum : 0);
      whole.high = MIN (MAX (whole.high, 10), axis->spec->maximum);
      break;
    case NABLA_SEARCH_ONE_MINUS:
      whole.low = MIN (whole.low, 0.5);
      whole.high = MAX (whole.high, 0.9999);
      break;
    case NABLA_SEARCH_INTEGER:
      whole.low = MIN (whole.low, axis->spec->minimum);
      whole.high = MIN (MAX (whole.high, 64), axis->spec->maximum);
      break;
    default:
      whole.low = MAX (MIN (whole.low, 0), axis->spec->minimum);
      whole.high = MIN (MAX (whole.high, 1), axis->spec->maximum);
      break;
    }
  return whole;
}

static double
position_of (const NablaSearchAxis *axis, const NablaSearchRange *span, double value)
{
  if (axis->choices != NULL)
    return value / MAX (1, g_strv_length (axis->choices) - 1.0);
  return nabla_search_position (axis, span, value);
}

/* The present range: the next round's, or the experiment's. */
static NablaSearchRange
range_of (NablaSearchRow *self, const NablaSearchAxis *axis)
{
  const NablaSearchRange *box = nabla_search_model_get_box (self->model);
  return box != NULL ? box[self->index] : nabla_search_range_whole (axis);
}

static void
ends_of (const NablaSearchAxis *axis, const NablaSearchRange *range, double *low, double *high)
{
  *low = range->low;
  *high = range->high;
  if (axis->choices == NULL)
    return;
  guint n = g_strv_length (axis->choices);
  *low = n - 1;
  *high = 0;
  for (guint i = 0; i < n; i++)
    if (range->choices & (G_GUINT64_CONSTANT (1) << i))
      {
        *low = MIN (*low, i);
        *high = MAX (*high, i);
      }
}

static void
update_ticks (NablaSearchRow *self, const NablaSearchAxis *axis, const NablaSearchRange *span)
{
  GPtrArray *trials = nabla_search_model_trials (self->model);
  g_autofree float *places = g_new (float, trials->len + 1);
  guint n = 0;
  for (guint i = 0; i < trials->len; i++)
    {
      const NablaTrial *trial = trials->pdata[i];
      if (trial != NULL && trial->applies[self->index])
        places[n++] = (float) position_of (axis, span, trial->values[self->index]);
    }
  nabla_range_bar_set_ticks (self->bar, places, n);
}

void
nabla_search_row_update (NablaSearchRow *self)
{
  g_return_if_fail (NABLA_IS_SEARCH_ROW (self));

  const NablaSearchAxis *axis = axis_of (self);
  if (axis == NULL)
    return;
  NablaSearchRange range = range_of (self, axis), span = span_of (self, axis);
  double low, high;
  ends_of (axis, &range, &low, &high);
  g_autofree char *text = nabla_search_axis_range (axis, &range);
  gtk_label_set_text (self->range, text);
  nabla_range_bar_set_text (self->bar, text);
  double from = CLAMP (position_of (axis, &span, low), 0, 1), to = CLAMP (position_of (axis, &span, high), 0, 1);
  nabla_range_bar_set_range (self->bar, MIN (from, to), MAX (from, to));
  gtk_widget_set_visible (self->remove, !has_begun (self));
  update_ticks (self, axis, &span);
}

/* A place on the bar as a value that the axis accepts. */
static double
value_at (const NablaSearchAxis *axis, const NablaSearchRange *span, double place)
{
  if (axis->choices != NULL)
    return round (place * (g_strv_length (axis->choices) - 1));
  return nabla_search_place (axis, span, MIN (place, 1 - 1e-9));
}

/* Two significant digits are what a hand on a bar means. */
static double
round_value (const NablaSearchAxis *axis, double value)
{
  if (axis->scale == NABLA_SEARCH_INTEGER || axis->choices != NULL || value == 0)
    return value;
  double shown = axis->scale == NABLA_SEARCH_ONE_MINUS ? 1 - value : value;
  double unit = pow (10, floor (log10 (fabs (shown))) - 1);
  shown = round (shown / unit) * unit;
  return axis->scale == NABLA_SEARCH_ONE_MINUS ? 1 - shown : shown;
}

static void
change_experiment (NablaSearchRow *self, const NablaSearchAxis *axis, double low, double high)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *from = nabla_search_format (axis, round_value (axis, low));
  g_autofree char *to = nabla_search_format (axis, round_value (axis, high));
  g_autofree char *value = g_strdup_printf ("%s %s %s", scales[axis->scale], from, to);
  if (!nabla_search_model_set_axis (self->model, self->key, value, &error))
    nabla_search_row_update (self);
}

static void
bar_changed_cb (NablaSearchRow *self, double low, double high)
{
  const NablaSearchAxis *axis = axis_of (self);
  if (axis == NULL)
    return;
  NablaSearchRange span = span_of (self, axis);
  double from = value_at (axis, &span, low), to = value_at (axis, &span, high);
  if (has_begun (self))
    nabla_search_model_set_box (self->model, self->index, MIN (from, to), MAX (from, to));
  else if (axis->choices == NULL && from < to)
    change_experiment (self, axis, from, to);
  else
    nabla_search_row_update (self);
}

static void
remove_cb (NablaSearchRow *self)
{
  nabla_search_model_set_axis (self->model, self->key, NULL, NULL);
}

static void
nabla_search_row_dispose (GObject *object)
{
  NablaSearchRow *self = NABLA_SEARCH_ROW (object);
  g_clear_object (&self->model);
  g_clear_pointer (&self->key, g_free);
  G_OBJECT_CLASS (nabla_search_row_parent_class)->dispose (object);
}

static void
nabla_search_row_class_init (NablaSearchRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_search_row_dispose;
}

static void
nabla_search_row_init (NablaSearchRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

static void
make_head (NablaSearchRow *self, GtkBox *box, const NablaSearchAxis *axis)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *title = nabla_search_axis_title (axis);
  GtkWidget *name = gtk_label_new (title), *scale = gtk_label_new (nabla_search_axis_scale (axis));
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_tooltip_text (name, _(axis->spec->help));
  gtk_widget_add_css_class (scale, "caption");
  gtk_widget_add_css_class (scale, "nabla-sec");
  gtk_widget_set_hexpand (scale, TRUE);
  gtk_label_set_xalign (GTK_LABEL (scale), 0);
  self->range = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->range, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->range), "nabla-number");
  self->remove = gtk_button_new_from_icon_name ("list-remove-symbolic");
  gtk_widget_add_css_class (self->remove, "flat");
  gtk_widget_add_css_class (self->remove, "nabla-reset");
  gtk_widget_set_valign (self->remove, GTK_ALIGN_CENTER);
  g_autofree char *tip = g_strdup_printf (_("Do not search %s"), title);
  gtk_widget_set_tooltip_text (self->remove, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  g_signal_connect_object (self->remove, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (head), name);
  gtk_box_append (GTK_BOX (head), scale);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->range));
  gtk_box_append (GTK_BOX (head), self->remove);
  gtk_box_append (box, head);
  self->bar = NABLA_RANGE_BAR (nabla_range_bar_new (title));
  g_signal_connect_object (self->bar, "changed", G_CALLBACK (bar_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (box, GTK_WIDGET (self->bar));
}

GtkWidget *
nabla_search_row_new (NablaSearchModel *model, guint index)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (model), NULL);

  NablaSearchRow *self = g_object_new (NABLA_TYPE_SEARCH_ROW, NULL);
  self->model = g_object_ref (model);
  self->index = index;
  const NablaSearchAxis *axis = axis_of (self);
  g_return_val_if_fail (axis != NULL, GTK_WIDGET (self));
  self->key = g_strdup (axis->key);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_add_css_class (box, "nabla-search-row");
  make_head (self, GTK_BOX (box), axis);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  nabla_search_row_update (self);
  return GTK_WIDGET (self);
}
