/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-figure-view-private.h"

#include "nabla-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* People read a sentence no faster than it changes so often. */
#define SUMMARY_INTERVAL (250 * G_TIME_SPAN_MILLISECOND)
/* A view is never smaller than a miniature. */
#define LEAST_SIZE 40

enum
{
  PROP_SUMMARY = 1,
  PROP_DARK,
  PROP_TEXT_SCALE,
  PROP_LINE_SCALE,
  PROP_ZOOMED,
  N_PROPS
};
static GParamSpec *props[N_PROPS];
guint nabla_figure_view_signals[NABLA_FIGURE_VIEW_N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaFigureView, nabla_figure_view, GTK_TYPE_WIDGET)

static gboolean
summary_timeout_cb (gpointer data)
{
  NablaFigureView *self = data;
  self->summary_source = 0;
  nabla_figure_view_request (self);
  return G_SOURCE_REMOVE;
}

/* Returns: whether it is time for a new summary; if not, it will be asked for. A
 * request may be replaced by the next one, so it is wanted until it is there. */
static gboolean
wants_summary (NablaFigureView *self)
{
  gint64 wait = self->summary_time + SUMMARY_INTERVAL - g_get_monotonic_time ();
  if (self->summary_time == 0 || wait <= 0)
    return TRUE;
  if (self->summary_source == 0)
    self->summary_source
        = g_timeout_add ((guint) (wait / G_TIME_SPAN_MILLISECOND) + 1, summary_timeout_cb, self);
  return FALSE;
}

NablaFigureRequest *
nabla_figure_view_make_request (NablaFigureView *self, double width, double height, int scale)
{
  /* Of nothing, figures say what is missing. */
  g_autoptr (NablaSnapshot) nothing = self->snapshot == NULL ? nabla_snapshot_new () : NULL;
  NablaFigureRequest *request = nabla_figure_request_new (
      self->figure, nothing != NULL ? nothing : self->snapshot, width, height);
  memcpy (request->settings, self->settings, sizeof request->settings);
  request->context.theme = self->theme;
  request->context.text_scale = self->text_scale;
  request->context.line_scale = self->line_scale;
  request->context.window = self->window;
  request->scale = scale;
  return request;
}

void
nabla_figure_view_request (NablaFigureView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  if (!gtk_widget_get_mapped (widget) || width <= 0 || height <= 0)
    return;

  NablaFigureRequest *request
      = nabla_figure_view_make_request (self, width, height, gtk_widget_get_scale_factor (widget));
  request->wants_summary = wants_summary (self);
  request->cursor_x = self->cursor_x;
  request->cursor_y = self->cursor_y;
  /* Who is at the view may zoom it next. */
  request->wants_axes = !isnan (self->cursor_x) || gtk_widget_has_focus (widget);
  nabla_figure_slot_request (self->slot, request);
}

static void
set_summary (NablaFigureView *self, const char *summary)
{
  if (g_strcmp0 (summary, self->summary) == 0)
    return;
  g_free (self->summary);
  self->summary = g_strdup (summary);
  if (self->told == NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    summary, -1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SUMMARY]);
}

static void
frame_ready_cb (gpointer data)
{
  NablaFigureView *self = data;
  NablaFigureFrame *frame = nabla_figure_slot_take (self->slot);
  if (frame == NULL)
    return;
  g_clear_pointer (&self->frame, nabla_figure_frame_free);
  self->frame = frame;
  self->n_frames++;
  if (frame->has_axes && !frame->request->context.window.is_zoomed)
    nabla_figure_view_keep_whole (self, &frame->x_axis, &frame->y_axis);
  nabla_figure_view_follow_cursor (self);
  if (frame->summary != NULL)
    {
      self->summary_time = g_get_monotonic_time ();
      set_summary (self, frame->summary);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
nabla_figure_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (nabla_figure_view_parent_class)->map (widget);
  nabla_figure_view_request (NABLA_FIGURE_VIEW (widget));
}

static void
nabla_figure_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  nabla_figure_view_request (NABLA_FIGURE_VIEW (widget));
}

static void
nabla_figure_view_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = LEAST_SIZE;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 400 : 250;
  *minimum_baseline = *natural_baseline = -1;
}

static void
nabla_figure_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaFigureView *self = NABLA_FIGURE_VIEW (widget);
  if (self->frame == NULL)
    return;

  /* Until a frame of the new size is drawn, the old one fills the room. */
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const NablaFigureContext *drawn = &self->frame->request->context;
  gtk_snapshot_save (snapshot);
  if (width != drawn->width || height != drawn->height)
    gtk_snapshot_scale (snapshot, (float) (width / drawn->width), (float) (height / drawn->height));
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  nabla_snapshot_painter_paint_frame (self->painter, snapshot, self->frame,
                                      GSK_IS_CAIRO_RENDERER (renderer));
  gtk_snapshot_restore (snapshot);
  if (self->overlay != NULL && width == drawn->width && height == drawn->height)
    nabla_snapshot_painter_paint (self->painter, snapshot, self->overlay);
}

static void
nabla_figure_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NablaFigureView *self = NABLA_FIGURE_VIEW (object);
  switch (id)
    {
    case PROP_SUMMARY:
      g_value_set_string (value, nabla_figure_view_get_summary (self));
      break;
    case PROP_DARK:
      g_value_set_boolean (value, nabla_figure_view_get_dark (self));
      break;
    case PROP_TEXT_SCALE:
      g_value_set_double (value, self->text_scale);
      break;
    case PROP_LINE_SCALE:
      g_value_set_double (value, self->line_scale);
      break;
    case PROP_ZOOMED:
      g_value_set_boolean (value, self->window.is_zoomed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
nabla_figure_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaFigureView *self = NABLA_FIGURE_VIEW (object);
  switch (id)
    {
    case PROP_DARK:
      nabla_figure_view_set_dark (self, g_value_get_boolean (value));
      break;
    case PROP_TEXT_SCALE:
      nabla_figure_view_set_scales (self, g_value_get_double (value), self->line_scale);
      break;
    case PROP_LINE_SCALE:
      nabla_figure_view_set_scales (self, self->text_scale, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
nabla_figure_view_dispose (GObject *object)
{
  NablaFigureView *self = NABLA_FIGURE_VIEW (object);
  g_clear_handle_id (&self->summary_source, g_source_remove);
  g_clear_pointer (&self->slot, nabla_figure_slot_close);
  g_clear_pointer (&self->overlay_slot, nabla_figure_slot_close);
  g_clear_pointer (&self->frame, nabla_figure_frame_free);
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  G_OBJECT_CLASS (nabla_figure_view_parent_class)->dispose (object);
}

static void
nabla_figure_view_finalize (GObject *object)
{
  NablaFigureView *self = NABLA_FIGURE_VIEW (object);
  nabla_snapshot_painter_free (self->painter);
  g_clear_pointer (&self->overlay, nabla_marks_free);
  g_free (self->told);
  g_free (self->summary);
  G_OBJECT_CLASS (nabla_figure_view_parent_class)->finalize (object);
}

static void
add_signals (GType type)
{
  nabla_figure_view_signals[NABLA_FIGURE_VIEW_MARK_ACTIVATED] = g_signal_new (
      "mark-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 6, G_TYPE_INT,
      G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_INT, GDK_TYPE_MODIFIER_TYPE);
  static const char *const names[] = {
    [NABLA_FIGURE_VIEW_PRESSED_AT] = "pressed-at",
    [NABLA_FIGURE_VIEW_DRAGGED_TO] = "dragged-to",
    [NABLA_FIGURE_VIEW_RELEASED_AT] = "released-at",
  };
  for (guint i = NABLA_FIGURE_VIEW_PRESSED_AT; i < NABLA_FIGURE_VIEW_N_SIGNALS; i++)
    nabla_figure_view_signals[i]
        = g_signal_new (names[i], type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                        G_TYPE_DOUBLE, G_TYPE_DOUBLE, GDK_TYPE_MODIFIER_TYPE);
}

static void
nabla_figure_view_class_init (NablaFigureViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->get_property = nabla_figure_view_get_property;
  object_class->set_property = nabla_figure_view_set_property;
  object_class->dispose = nabla_figure_view_dispose;
  object_class->finalize = nabla_figure_view_finalize;
  widget_class->map = nabla_figure_view_map;
  widget_class->size_allocate = nabla_figure_view_size_allocate;
  widget_class->measure = nabla_figure_view_measure;
  widget_class->snapshot = nabla_figure_view_snapshot;

  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  props[PROP_SUMMARY]
      = g_param_spec_string ("summary", NULL, NULL, "",
                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_DARK] = g_param_spec_boolean ("dark", NULL, NULL, FALSE, flags);
  props[PROP_TEXT_SCALE] = g_param_spec_double ("text-scale", NULL, NULL, 0.5, 4, 1, flags);
  props[PROP_LINE_SCALE] = g_param_spec_double ("line-scale", NULL, NULL, 0.5, 4, 1, flags);
  props[PROP_ZOOMED]
      = g_param_spec_boolean ("zoomed", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  add_signals (G_TYPE_FROM_CLASS (klass));
  gtk_widget_class_set_css_name (widget_class, "nabla-figure-view");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
nabla_figure_view_init (NablaFigureView *self)
{
  self->text_scale = self->line_scale = 1;
  self->summary = g_strdup ("");
  self->painter = nabla_snapshot_painter_new ();
  self->cursor_x = self->cursor_y = NAN;
  self->slot = nabla_figure_slot_new (frame_ready_cb, self);
  self->overlay_slot = nabla_figure_slot_new (nabla_figure_view_overlay_ready, self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (nabla_figure_view_request), NULL);
  nabla_figure_view_init_input (self);
}

GtkWidget *
nabla_figure_view_new (const NablaFigure *figure)
{
  g_return_val_if_fail (figure != NULL, NULL);

  NablaFigureView *self = g_object_new (NABLA_TYPE_FIGURE_VIEW, NULL);
  self->figure = figure;
  nabla_param_defaults (figure->params, self->settings);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(figure->title), -1);
  return GTK_WIDGET (self);
}

void
nabla_figure_view_set_window (NablaFigureView *self, NablaFigureWindow window)
{
  gboolean was_zoomed = self->window.is_zoomed;
  self->window = window;
  nabla_figure_view_request (self);
  if (window.is_zoomed != was_zoomed)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ZOOMED]);
}

const NablaFigure *
nabla_figure_view_get_figure (NablaFigureView *self)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self), NULL);

  return self->figure;
}

void
nabla_figure_view_set_snapshot (NablaFigureView *self, const NablaSnapshot *snapshot)
{
  g_return_if_fail (NABLA_IS_FIGURE_VIEW (self));

  if (snapshot == self->snapshot)
    return;
  NablaSnapshot *old = self->snapshot;
  self->snapshot = snapshot != NULL ? nabla_snapshot_ref (snapshot) : NULL;
  if (old != NULL)
    nabla_snapshot_unref (old);
  nabla_figure_view_request (self);
}

const NablaSnapshot *
nabla_figure_view_get_snapshot (NablaFigureView *self)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self), NULL);

  return self->snapshot;
}

void
nabla_figure_view_set_dark (NablaFigureView *self, gboolean dark)
{
  g_return_if_fail (NABLA_IS_FIGURE_VIEW (self));

  NablaTheme theme = dark ? NABLA_THEME_DARK : NABLA_THEME_LIGHT;
  if (theme == self->theme)
    return;
  self->theme = theme;
  nabla_figure_view_request (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DARK]);
}

gboolean
nabla_figure_view_get_dark (NablaFigureView *self)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self), FALSE);

  return self->theme == NABLA_THEME_DARK;
}

void
nabla_figure_view_set_scales (NablaFigureView *self, double text_scale, double line_scale)
{
  g_return_if_fail (NABLA_IS_FIGURE_VIEW (self));
  g_return_if_fail (text_scale > 0 && line_scale > 0);

  if (text_scale == self->text_scale && line_scale == self->line_scale)
    return;
  self->text_scale = text_scale;
  self->line_scale = line_scale;
  nabla_figure_view_request (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT_SCALE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LINE_SCALE]);
}

gboolean
nabla_figure_view_set_setting (NablaFigureView *self,
                               const char *name,
                               double value,
                               GError **error)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self) && name != NULL, FALSE);

  int i = nabla_param_find (self->figure->params, name);
  if (i < 0)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN,
                   /* Translators: the title of a view, the name of a setting */
                   _("The view “%1$s” has no setting “%2$s”"), _(self->figure->title), name);
      return FALSE;
    }
  if (!nabla_param_check (&self->figure->params[i], name, value, error))
    return FALSE;
  if (value != self->settings[i])
    {
      self->settings[i] = value;
      nabla_figure_view_request (self);
    }
  return TRUE;
}

double
nabla_figure_view_get_setting (NablaFigureView *self, const char *name)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self) && name != NULL, NAN);

  int i = nabla_param_find (self->figure->params, name);
  return i >= 0 ? self->settings[i] : NAN;
}

const double *
nabla_figure_view_get_settings (NablaFigureView *self)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self), NULL);

  return self->settings;
}

void
nabla_figure_view_set_tool (NablaFigureView *self, NablaFigureTool tool)
{
  g_return_if_fail (NABLA_IS_FIGURE_VIEW (self));

  self->tool = tool;
}

NablaFigureTool
nabla_figure_view_get_tool (NablaFigureView *self)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self), NABLA_FIGURE_TOOL_LOOK);

  return self->tool;
}

const char *
nabla_figure_view_get_summary (NablaFigureView *self)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self), NULL);

  return self->summary;
}

const NablaFigureFrame *
nabla_figure_view_get_frame (NablaFigureView *self)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self), NULL);

  return self->frame;
}

guint
nabla_figure_view_n_frames (NablaFigureView *self)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self), 0);

  return self->n_frames;
}

const NablaMarks *
nabla_figure_view_get_overlay (NablaFigureView *self)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self), NULL);

  return self->overlay;
}

NablaSnapshotPainter *
nabla_figure_view_get_painter (NablaFigureView *self)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self), NULL);

  return self->painter;
}
