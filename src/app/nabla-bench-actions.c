/* The bench's actions: what buttons, menus and keys do.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bench-page-private.h"

#include <string.h>

static void
play_cb (GSimpleAction *action, GVariant *parameter, NablaBenchPage *self)
{
  if (nabla_session_is_playing (self->session))
    nabla_session_pause (self->session);
  else
    nabla_session_play (self->session);
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, NablaBenchPage *self)
{
  nabla_session_step (self->session);
}

static void
step_back_cb (GSimpleAction *action, GVariant *parameter, NablaBenchPage *self)
{
  nabla_session_seek (self->session, nabla_session_steps (self->session) - 1);
}

static void
first_cb (GSimpleAction *action, GVariant *parameter, NablaBenchPage *self)
{
  nabla_session_seek (self->session, 0);
}

static void
last_cb (GSimpleAction *action, GVariant *parameter, NablaBenchPage *self)
{
  nabla_session_seek (self->session, nabla_session_tip (self->session));
}

static void
earlier_cb (GSimpleAction *action, GVariant *parameter, NablaBenchPage *self)
{
  nabla_session_seek_notable (self->session, -1);
}

static void
later_cb (GSimpleAction *action, GVariant *parameter, NablaBenchPage *self)
{
  nabla_session_seek_notable (self->session, 1);
}

static void
best_cb (GSimpleAction *action, GVariant *parameter, NablaBenchPage *self)
{
  const NablaSnapshot *snapshot = nabla_session_snapshot (self->session);
  if (snapshot != NULL && snapshot->best_step >= 0)
    nabla_session_seek (self->session, snapshot->best_step);
}

static void
branch_cb (GSimpleAction *action, GVariant *parameter, NablaBenchPage *self)
{
  nabla_session_branch (self->session);
}

static void
reset_cb (GSimpleAction *action, GVariant *parameter, NablaBenchPage *self)
{
  nabla_session_reset (self->session);
}

static void
more_cb (GSimpleAction *action, GVariant *parameter, NablaBenchPage *self)
{
  nabla_session_extend (self->session, g_variant_get_int64 (parameter));
}

static void
try_rate_cb (GSimpleAction *action, GVariant *parameter, NablaBenchPage *self)
{
  g_autoptr (GError) error = NULL;
  if (!nabla_session_set (self->session, "train.learning_rate", g_variant_get_string (parameter, NULL), &error))
    {
      nabla_session_report (self->session, error);
      return;
    }
  nabla_session_reset (self->session);
  nabla_session_play (self->session);
}

static void
speed_cb (GSimpleAction *action, GVariant *value, NablaBenchPage *self)
{
  double speed = g_variant_get_double (value);
  g_simple_action_set_state (action, value);
  nabla_transport_set_speed (self->transport, speed);
  nabla_session_set_speed (self->session, speed);
}

static void
view_cb (GSimpleAction *action, GVariant *value, NablaBenchPage *self)
{
  const char *name = g_action_get_name (G_ACTION (action)) + strlen ("view-");
  NablaBenchView *view = nabla_bench_page_find_view (self, name);
  if (g_variant_get_boolean (value) && view == NULL)
    nabla_bench_page_add_view (self, nabla_figure_find (name, NULL));
  else if (!g_variant_get_boolean (value) && view != NULL)
    nabla_bench_page_remove_view (self, view);
}

static GSimpleAction *
find_action (NablaBenchPage *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

void
nabla_bench_page_add_actions (NablaBenchPage *self)
{
  const GActionEntry entries[] = {
    { "play", (gpointer) play_cb },
    { "step", (gpointer) step_cb },
    { "step-back", (gpointer) step_back_cb },
    { "first", (gpointer) first_cb },
    { "last", (gpointer) last_cb },
    { "earlier", (gpointer) earlier_cb },
    { "later", (gpointer) later_cb },
    { "best", (gpointer) best_cb },
    { "branch", (gpointer) branch_cb },
    { "reset", (gpointer) reset_cb },
    { "more", (gpointer) more_cb, "x" },
    { "try-rate", (gpointer) try_rate_cb, "s" },
    { "speed", NULL, "d", G_STRINGIFY (NABLA_TRANSPORT_SPEED), (gpointer) speed_cb },
  };
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  for (const NablaFigure *const *figure = nabla_figures (); *figure != NULL; figure++)
    {
      if ((*figure)->is_apart)
        continue;
      g_autofree char *name = g_strconcat ("view-", (*figure)->name, NULL);
      g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (FALSE));
      g_signal_connect_object (action, "change-state", G_CALLBACK (view_cb), self, 0);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
}

void
nabla_bench_page_update_actions (NablaBenchPage *self)
{
  gboolean is_there = nabla_session_experiment (self->session) != NULL;
  NablaRunState state = nabla_session_state (self->session);
  g_simple_action_set_enabled (find_action (self, "play"), is_there);
  g_simple_action_set_enabled (find_action (self, "reset"), is_there);
  const char *const ways[] = { "step-back", "first", "last", "earlier", "later", "best" };
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    g_simple_action_set_enabled (find_action (self, ways[i]), is_there);
  g_simple_action_set_enabled (find_action (self, "branch"), nabla_session_looked_at (self->session) >= 0);
  g_simple_action_set_enabled (find_action (self, "step"),
                               is_there && (state == NABLA_RUN_PAUSED || state == NABLA_RUN_RUNNING));
  for (const NablaFigure *const *figure = nabla_figures (); *figure != NULL; figure++)
    {
      if ((*figure)->is_apart)
        continue;
      g_autofree char *name = g_strconcat ("view-", (*figure)->name, NULL);
      gboolean shown = nabla_bench_page_find_view (self, (*figure)->name) != NULL;
      g_simple_action_set_state (find_action (self, name), g_variant_new_boolean (shown));
    }
}
