/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-bench-view.h"

#include "nabla-bench-view-private.h"
#include "nabla-figure-menu.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (NablaBenchView, nabla_bench_view, G_TYPE_OBJECT)

enum { WATCH_CHANGED, EXAMPLE_CHOSEN, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static const struct {
  const char *figure;
  guint watch;
} watches[] = {
  { "boundary", NABLA_WATCH_FIELD },
  { "network", NABLA_WATCH_LAYERS },
  { "metrics", NABLA_WATCH_METRICS },
  { "fit", NABLA_WATCH_FIT },
  { "batches", NABLA_WATCH_BATCHES },
  { "examples", NABLA_WATCH_EXAMPLES },
  { "prediction", NABLA_WATCH_EXAMPLE },
  { "distributions", NABLA_WATCH_DISTRIBUTIONS },
  { "saturation", NABLA_WATCH_SATURATION },
  { "units", NABLA_WATCH_UNITS },
  { "batch_norm", NABLA_WATCH_BATCH_NORM },
  { "decay", NABLA_WATCH_DECAY },
  { "hidden_space", NABLA_WATCH_HIDDEN_SPACE },
  { "diagnosis", NABLA_WATCH_METRICS },
};

void
nabla_bench_view_tell_watch (NablaBenchView *self)
{
  g_signal_emit (self, signals[WATCH_CHANGED], 0);
}

void
nabla_bench_view_tell_example (NablaBenchView *self, gint64 index)
{
  g_signal_emit (self, signals[EXAMPLE_CHOSEN], 0, index);
}

void
nabla_bench_view_report (NablaBenchView *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

gboolean
nabla_bench_view_is (NablaBenchView *self, const char *name)
{
  return g_str_equal (nabla_bench_view_name (self), name);
}

NablaTile *
nabla_bench_view_tile (NablaBenchView *self)
{
  g_return_val_if_fail (NABLA_IS_BENCH_VIEW (self), NULL);

  return self->tile;
}

NablaFigureView *
nabla_bench_view_figure_view (NablaBenchView *self)
{
  g_return_val_if_fail (NABLA_IS_BENCH_VIEW (self), NULL);

  return self->view;
}

const char *
nabla_bench_view_name (NablaBenchView *self)
{
  g_return_val_if_fail (NABLA_IS_BENCH_VIEW (self), NULL);

  return nabla_figure_view_get_figure (self->view)->name;
}

void
nabla_bench_view_watch (NablaBenchView *self, NablaObserveOptions *options)
{
  g_return_if_fail (NABLA_IS_BENCH_VIEW (self) && options != NULL);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (watches); i++)
    if (nabla_bench_view_is (self, watches[i].figure))
      options->watch |= watches[i].watch;
  nabla_bench_controls_watch (self, options);
}

void
nabla_bench_view_set_snapshot (NablaBenchView *self, const NablaSnapshot *snapshot)
{
  g_return_if_fail (NABLA_IS_BENCH_VIEW (self));

  if (self->study != NULL)
    {
      nabla_bench_study_follow (self->study, snapshot);
      return;
    }
  nabla_figure_view_set_snapshot (self->view, snapshot);
  nabla_bench_controls_set_snapshot (self, snapshot);
}

void
nabla_bench_view_take_example (NablaBenchView *self, gsize index)
{
  g_return_if_fail (NABLA_IS_BENCH_VIEW (self));

  if (self->form != NULL)
    nabla_predict_form_take (self->form, index);
}

void
nabla_bench_view_run_changed (NablaBenchView *self)
{
  g_return_if_fail (NABLA_IS_BENCH_VIEW (self));

  nabla_bench_controls_run_changed (self);
  if (self->study != NULL)
    nabla_bench_study_run_changed (self->study);
}

static void
nabla_bench_view_dispose (GObject *object)
{
  NablaBenchView *self = NABLA_BENCH_VIEW (object);
  nabla_bench_controls_dispose (self);
  g_clear_pointer (&self->study, nabla_bench_study_free);
  g_clear_object (&self->tile);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (nabla_bench_view_parent_class)->dispose (object);
}

static void
nabla_bench_view_class_init (NablaBenchViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_bench_view_dispose;
  signals[WATCH_CHANGED] = g_signal_new ("watch-changed", NABLA_TYPE_BENCH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  signals[EXAMPLE_CHOSEN] = g_signal_new ("example-chosen", NABLA_TYPE_BENCH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[FAILED] = g_signal_new ("failed", NABLA_TYPE_BENCH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
nabla_bench_view_init (NablaBenchView *self)
{
}

NablaBenchView *
nabla_bench_view_new (const NablaFigure *figure, NablaSession *session)
{
  g_return_val_if_fail (figure != NULL && NABLA_IS_SESSION (session), NULL);

  NablaBenchView *self = g_object_new (NABLA_TYPE_BENCH_VIEW, NULL);
  self->session = g_object_ref (session);
  self->tile = NABLA_TILE (g_object_ref_sink (nabla_tile_new (figure->name, _(figure->title))));
  self->view = NABLA_FIGURE_VIEW (nabla_figure_view_new (figure));
  nabla_bench_controls_make (self);
  NablaFigureMenu *menu = nabla_figure_menu_new (self->tile, self->view);
  g_signal_connect_object (menu, "failed", G_CALLBACK (nabla_bench_view_report), self, G_CONNECT_SWAPPED);
  const NablaStudy *study = nabla_study_find (figure->name, NULL);
  if (study != NULL)
    self->study = nabla_bench_study_new (study, self->tile, self->view, session);
  if (nabla_bench_view_is (self, "boundary") || nabla_bench_view_is (self, "network"))
    nabla_tile_set_weight (self->tile, 1.56);
  g_signal_connect_object (self->view, "map", G_CALLBACK (nabla_bench_view_tell_watch), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "unmap", G_CALLBACK (nabla_bench_view_tell_watch), self, G_CONNECT_SWAPPED);
  return self;
}
