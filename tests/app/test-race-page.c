/* The race page: arenas, racers, presets; the start in the hand; every button twice; closed
 * while networks train.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-test.h"
#include "nabla-figure-view.h"
#include "nabla-race-page.h"
#include "nabla-race-presets.h"
#include "nabla-segments.h"
#include "nabla-tile.h"
#include "nabla-timeline.h"
#include "widget-test.h"

#include <math.h>

typedef struct
{
  GtkWidget *window;
  NablaRacePage *page;
  NablaRaceModel *model;
  NablaSession *session;
  guint n_failed;
} Race;

static void
race_failed_cb (Race *race, const GError *error)
{
  g_assert_nonnull (error);
  race->n_failed++;
}

static void
race_set_up (Race *race, gconstpointer data)
{
  race->session = nabla_session_new (1);
  if (data != NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path
          = g_test_build_filename (G_TEST_DIST, "..", "data", "experiments", data, NULL);
      g_autoptr (NablaExperiment) experiment = nabla_experiment_load (path, &error);
      g_assert_no_error (error);
      nabla_session_open (race->session, experiment, FALSE);
      WAIT_FOR (!nabla_session_is_loading (race->session));
    }
  race->page = NABLA_RACE_PAGE (nabla_race_page_new (race->session));
  race->model = nabla_race_page_model (race->page);
  g_signal_connect_swapped (race->page, "failed", G_CALLBACK (race_failed_cb), race);
  race->window = widget_test_show (GTK_WIDGET (race->page), 1280, 800);
}

/* Nothing holds on to what is closed. */
static void
race_tear_down (Race *race, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (race->page), (gpointer *)&race->page);
  g_object_add_weak_pointer (G_OBJECT (race->model), (gpointer *)&race->model);
  g_object_add_weak_pointer (G_OBJECT (race->session), (gpointer *)&race->session);
  g_object_unref (race->session);
  gtk_window_destroy (GTK_WINDOW (race->window));
  WAIT_FOR (race->page == NULL);
  WAIT_FOR (race->model == NULL);
  WAIT_FOR (race->session == NULL);
}

static const NablaRacer *
shown (Race *race, guint index)
{
  const NablaSnapshot *snapshot = nabla_race_model_snapshot (race->model);
  g_assert_nonnull (snapshot);
  return g_ptr_array_index (snapshot->race->racers, index);
}

static void
activate (Race *race, const char *name)
{
  g_action_group_activate_action (nabla_lab_page_get_actions (NABLA_LAB_PAGE (race->page)), name,
                                  NULL);
}

static void
open (Race *race, const char *name)
{
  g_assert_true (nabla_race_page_open (race->page, name));
  WAIT_FOR (!nabla_race_model_is_building (race->model));
}

/* Networks have told of their racers as they are now. */
static void
wait_for_racers (Race *race)
{
  WAIT_FOR (
      !nabla_race_model_is_building (race->model) && nabla_race_model_snapshot (race->model) != NULL
      && nabla_race_model_snapshot (race->model)->race->racers->len
             == nabla_race_model_n_racers (race->model)
      && nabla_race_model_snapshot (race->model)->step == nabla_race_model_steps (race->model));
}

static void
test_bowl (Race *race, gconstpointer data)
{
  g_assert_cmpuint (nabla_race_model_n_racers (race->model), ==, 4);
  nabla_race_model_step (race->model, 46);
  g_assert_cmpint (nabla_race_model_steps (race->model), ==, 46);
  /* as computed apart from this program for the design of the page */
  g_assert_cmpfloat_with_epsilon (shown (race, 0)->cost, 1.46, 0.01);
  g_assert_cmpfloat_with_epsilon (shown (race, 1)->cost, 0.228, 0.001);
  g_assert_cmpfloat_with_epsilon (shown (race, 2)->cost, 0.326, 0.001);
  g_assert_cmpfloat_with_epsilon (shown (race, 3)->cost, 0.697, 0.001);
  activate (race, "step-back");
  g_assert_cmpint (nabla_race_model_steps (race->model), ==, 45);
  activate (race, "step");
  g_assert_cmpfloat_with_epsilon (shown (race, 1)->cost, 0.228, 0.001);

  double before = shown (race, 0)->cost;
  nabla_race_model_set_setting (race->model, 0, 10);
  g_assert_cmpfloat (shown (race, 0)->cost, !=, before);
  nabla_race_model_set_setting (race->model, 0, 50);
  g_assert_cmpfloat (shown (race, 0)->cost, ==, before);
  nabla_race_model_set_noise (race->model, 2);
  g_assert_cmpfloat (shown (race, 0)->cost, !=, before);

  /* played to its end, and once more from the start */
  nabla_race_model_set_speed (race->model, 0);
  activate (race, "play");
  WAIT_FOR (nabla_race_model_state (race->model) == NABLA_RUN_FINISHED);
  g_assert_cmpint (nabla_race_model_steps (race->model), ==, nabla_race_model_total (race->model));
  activate (race, "play");
  WAIT_FOR (nabla_race_model_steps (race->model) > 3);
  activate (race, "play");
  g_assert_cmpint (nabla_race_model_state (race->model), !=, NABLA_RUN_RUNNING);
  activate (race, "reset");
  g_assert_cmpint (nabla_race_model_steps (race->model), ==, 0);
  g_assert_cmpuint (race->n_failed, ==, 0);
}

/* Each button of the transport and each arena, clicked by the pointer, twice. */
static void
test_click_through (Race *race, gconstpointer data)
{
  const char *const tooltips[]
      = { "Race (Space)", "One step forward (→)", "One step back (←)", "Back to step 0 (R)" };
  const char *const arenas[] = { "rosenbrock", "saddle", "ravine", "two_weights", "bowl" };
  for (guint i = 0; i < G_N_ELEMENTS (tooltips); i++)
    for (guint k = 0; k < 2; k++)
      {
        GtkWidget *button = find (GTK_WIDGET (race->page), GTK_TYPE_BUTTON, tooltips[i]);
        if (button == NULL) /* it plays */
          button = find (GTK_WIDGET (race->page), GTK_TYPE_BUTTON, "Pause (Space)");
        g_assert_nonnull (button);
        if (!widget_test_click (button, 1))
          return;
        widget_test_frames (race->window, 3);
      }
  g_assert_cmpint (nabla_race_model_state (race->model), !=, NABLA_RUN_RUNNING);
  g_assert_cmpint (nabla_race_model_steps (race->model), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (arenas); i++)
    for (guint k = 0; k < 2; k++)
      {
        widget_test_click (find (GTK_WIDGET (race->page), GTK_TYPE_TOGGLE_BUTTON, arenas[i]), 1);
        WAIT_FOR (g_str_equal (nabla_race_model_arena (race->model)->name, arenas[i]));
        nabla_race_model_step (race->model, 5);
        g_assert_true (isfinite (shown (race, 0)->cost));
        widget_test_frames (race->window, 2);
      }
  g_assert_cmpuint (race->n_failed, ==, 0);
}

static void
test_start (Race *race, gconstpointer data)
{
  GtkWidget *start = find (GTK_WIDGET (race->page), GTK_TYPE_WIDGET, "race-start");
  int width = gtk_widget_get_width (start), height = gtk_widget_get_height (start);
  g_assert_nonnull (start);
  g_assert_true (gtk_widget_get_focusable (start));
  NablaPlace before = nabla_race_model_options (race->model)->start;

  /* the hand reaches the start, and everything else through it */
  guint hit = 0;
  int at_x = 0, at_y = 0;
  for (int y = 0; y < height; y += 4)
    for (int x = 0; x < width; x += 4)
      if (gtk_widget_contains (start, x, y))
        {
          hit++;
          at_x += x;
          at_y += y;
        }
  g_assert_cmpuint (hit, >, 20);
  g_assert_cmpuint (hit, <, 120);

  nabla_race_model_step (race->model, 20);
  double cost = shown (race, 1)->cost;
  gtk_widget_grab_focus (start);
  if (!widget_test_focus_window (race->window) || !widget_test_xdotool ("key Right"))
    return;
  WAIT_FOR (nabla_race_model_options (race->model)->start.w > before.w);
  g_assert_cmpfloat_with_epsilon (nabla_race_model_options (race->model)->start.b, before.b, 0.01);
  widget_test_xdotool ("key Down Down");
  WAIT_FOR (nabla_race_model_options (race->model)->start.b < before.b);
  g_assert_cmpint (nabla_race_model_steps (race->model), ==, 20);
  g_assert_cmpfloat (shown (race, 1)->cost, !=, cost);
  g_assert_cmpfloat (nabla_race_model_snapshot (race->model)->race->start_w, ==,
                     nabla_race_model_options (race->model)->start.w);

  /* dragged by the pointer */
  before = nabla_race_model_options (race->model)->start;
  graphene_point_t on_window;
  g_assert_true (gtk_widget_compute_point (
      start, race->window, &GRAPHENE_POINT_INIT ((float)at_x / hit + 8, (float)at_y / hit + 16),
      &on_window));
  int x = (int)on_window.x, y = (int)on_window.y;
  g_autofree char *drag = g_strdup_printf (
      "mousemove %d %d mousedown 1 mousemove %d %d mousemove %d %d mousemove %d %d mouseup 1", x, y,
      x + 20, y + 20, x + 60, y + 60, x + 120, y + 80);
  widget_test_xdotool (drag);
  WAIT_FOR (nabla_race_model_options (race->model)->start.w > before.w + 0.5);
  g_assert_cmpfloat (nabla_race_model_options (race->model)->start.b, <, before.b);
  /* never out of the picture */
  nabla_race_model_set_start (race->model, 1e9, -1e9);
  const NablaBowlArena *arena = nabla_race_model_arena (race->model);
  g_assert_cmpfloat (nabla_race_model_options (race->model)->start.w, ==, arena->w_maximum);
  g_assert_cmpfloat (nabla_race_model_options (race->model)->start.b, ==, arena->b_minimum);
  nabla_race_model_set_start (race->model, NAN, 0);
  g_assert_cmpfloat (nabla_race_model_options (race->model)->start.w, ==, arena->w_maximum);
}

static void
test_racers (Race *race, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  NablaRaceModel *model = race->model;
  g_assert_true (nabla_race_model_add (model, "optimizer=adamw", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (nabla_race_model_racer (model, 4)->slot, ==, 2);
  g_assert_true (nabla_race_model_add (model, "optimizer=adam", &error));
  g_assert_cmpstr (nabla_race_model_racer (model, 5)->title, ==, "Adam 2");
  /* no two have one color, and no more than six race */
  for (guint i = 0; i < 6; i++)
    for (guint k = 0; k < i; k++)
      g_assert_cmpuint (nabla_race_model_racer (model, i)->slot, !=,
                        nabla_race_model_racer (model, k)->slot);
  g_assert_false (nabla_race_model_add (model, "optimizer=adam", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (nabla_race_model_snapshot (model)->race->racers->len, ==, 6);

  /* settings: taken, refused, taken back */
  nabla_race_model_step (model, 10);
  double cost = shown (race, 5)->cost;
  g_assert_true (nabla_race_model_set (model, 5, "train.learning_rate", "0.8", &error));
  g_assert_cmpfloat (shown (race, 5)->cost, !=, cost);
  g_assert_true (nabla_race_model_set (model, 5, "train.epsilon", "0", &error));
  g_autofree char *detail = nabla_race_entry_detail (nabla_race_model_racer (model, 5));
  g_assert_cmpstr (detail, ==, "α 0.8 · β₁ 0.9 · β₂ 0.999 · ε 0");
  g_assert_false (nabla_race_model_set (model, 5, "train.learning_rate", "fast", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  /* another optimizer keeps the rate and drops what it does not have */
  g_assert_true (nabla_race_model_set (model, 5, "train.optimizer", "momentum", &error));
  g_assert_true (nabla_race_model_set (model, 5, "train.one_minus_beta", "false", &error));
  g_assert_true (nabla_race_model_set (model, 5, "train.schedule", "exponential", &error));
  g_assert_no_error (error);
  const NablaTrainSpec *train
      = nabla_experiment_train (nabla_race_model_racer (model, 5)->experiment);
  g_assert_cmpstr (train->optimizer->name, ==, "momentum");
  g_assert_cmpfloat (train->learning_rate, ==, 0.8);
  g_assert_cmpstr (train->schedule->name, ==, "exponential");
  for (guint i = 0; i < 5; i++)
    g_assert_true (nabla_race_model_undo (model));
  g_assert_cmpfloat (shown (race, 5)->cost, ==, cost);

  /* kept while another arena is looked at */
  g_assert_true (nabla_race_model_set (model, 0, "train.learning_rate", "0.02", &error));
  open (race, "saddle");
  g_assert_cmpint (nabla_race_model_steps (model), ==, 0);
  open (race, "bowl");
  g_assert_cmpuint (nabla_race_model_n_racers (model), ==, 6);
  train = nabla_experiment_train (nabla_race_model_racer (model, 0)->experiment);
  g_assert_cmpfloat (train->learning_rate, ==, 0.02);

  /* removed down to one, who stays */
  for (guint i = 0; i < 9; i++)
    nabla_race_model_remove (model, 0);
  g_assert_cmpuint (nabla_race_model_n_racers (model), ==, 1);
  widget_test_frames (race->window, 2);
  nabla_race_model_restore (model);
  g_assert_cmpuint (nabla_race_model_n_racers (model), ==, 4);

  /* chosen by a click on its trail */
  NablaFigureView *view = NABLA_FIGURE_VIEW (
      find (find (GTK_WIDGET (race->page), NABLA_TYPE_TILE, "bowl"), NABLA_TYPE_FIGURE_VIEW, NULL));
  g_signal_emit_by_name (view, "mark-activated", 1, 3u, 0.0, 0.0, 1, (GdkModifierType)0);
  g_assert_cmpint (nabla_race_model_chosen (model), ==, 1);
  g_assert_cmpint (nabla_race_model_snapshot (model)->race->chosen, ==, 1);
  g_assert_nonnull (nabla_race_model_snapshot (model)->race->terms);
}

/* Every preset opens, races and says the truth of what its racers share. */
static void
test_presets (Race *race, gconstpointer data)
{
  guint n;
  const NablaRacePreset *presets = nabla_race_presets (&n);
  for (guint i = 0; i < n; i++)
    {
      guint racers = 0;
      while (racers < NABLA_RACE_MOST && presets[i].racers[racers].changes[0] != NULL)
        racers++;
      g_test_message ("%s", presets[i].name);
      open (race, presets[i].name);
      g_assert_cmpuint (race->n_failed, ==, 0);
      g_assert_cmpuint (nabla_race_model_n_racers (race->model), ==, racers);
      g_assert_cmpuint (racers, >=, 2);
      nabla_race_model_set_speed (race->model, 0);
      nabla_race_model_play (race->model);
      WAIT_FOR (nabla_race_model_steps (race->model) > 10);
      nabla_race_model_pause (race->model);
      wait_for_racers (race);
      gboolean is_network = nabla_race_model_arena (race->model) == NULL;
      g_assert_true (is_network == g_str_equal (presets[i].arena, NABLA_RACE_NETWORK));
      g_assert_true (nabla_race_model_same_start (race->model)
                     == !g_str_equal (presets[i].name, "initialization"));
      g_assert_true (nabla_race_model_same_batches (race->model)
                     == !g_str_equal (presets[i].name, "normalization"));
      for (guint k = 0; k < racers && is_network; k++)
        {
          /* measured between two steps, or when the race has paused */
          WAIT_FOR (isfinite (shown (race, k)->train_accuracy));
        }
      if (is_network)
        {
          WAIT_FOR (shown (race, 0)->field != NULL);
          g_assert_nonnull (nabla_race_model_snapshot (race->model)->race->terms);
        }
      /* opened twice is as opened once */
      open (race, presets[i].name);
      g_assert_cmpuint (nabla_race_model_n_racers (race->model), ==, racers);
    }
  g_assert_false (nabla_race_page_open (race->page, "no-such-race"));
  g_assert_cmpuint (race->n_failed, ==, 1);
}

/* (1 − β) with an α that is 1/(1 − β) times as large is the same way; ε = 0 blows up. */
static void
test_momentum_forms (Race *race, gconstpointer data)
{
  open (race, "momentum-forms");
  nabla_race_model_step (race->model, 60);
  g_assert_cmpfloat_with_epsilon (shown (race, 0)->cost, shown (race, 2)->cost, 1e-9);
  g_assert_cmpfloat (fabs (shown (race, 0)->cost - shown (race, 1)->cost), >, 1e-3);

  open (race, "epsilon");
  nabla_race_model_step (race->model, 60);
  g_assert_cmpint (shown (race, 0)->state, !=, NABLA_RACER_DIVERGED);
  g_assert_cmpint (shown (race, 1)->state, ==, NABLA_RACER_DIVERGED);
  g_assert_cmpint (shown (race, 2)->state, !=, NABLA_RACER_DIVERGED);
  g_assert_cmpint (shown (race, 3)->state, ==, NABLA_RACER_DIVERGED);

  open (race, "decay");
  nabla_race_model_step (race->model, 400);
  g_assert_cmpfloat (shown (race, 0)->wander_radius, >, 3 * shown (race, 1)->wander_radius);
}

/* The network of the bench, there and back again in time. */
static void
test_network (Race *race, gconstpointer data)
{
  open (race, NABLA_RACE_NETWORK);
  wait_for_racers (race);
  g_assert_true (nabla_race_model_base (race->model) == nabla_session_experiment (race->session));
  nabla_race_model_step (race->model, 40);
  WAIT_FOR (nabla_race_model_steps (race->model) == 40
            && nabla_race_model_state (race->model) == NABLA_RUN_PAUSED);
  wait_for_racers (race);
  double cost = shown (race, 3)->cost;
  GtkWidget *timeline = find (GTK_WIDGET (race->page), NABLA_TYPE_TIMELINE, NULL);
  g_signal_emit_by_name (timeline, "seek", (gint64)7);
  WAIT_FOR (nabla_race_model_steps (race->model) == 7);
  wait_for_racers (race);
  g_assert_cmpint (nabla_race_model_recorded (race->model), ==, 40);
  g_assert_cmpint (nabla_timeline_get_looked_at (NABLA_TIMELINE (timeline)), ==, 7);
  activate (race, "step-back");
  WAIT_FOR (nabla_race_model_steps (race->model) == 6);
  nabla_race_model_seek (race->model, 40);
  WAIT_FOR (nabla_race_model_steps (race->model) == 40);
  wait_for_racers (race);
  WAIT_FOR (shown (race, 3)->cost == cost);

  /* another weight, another racer */
  nabla_race_model_choose_weight (race->model, "output/W", 1);
  WAIT_FOR (g_strcmp0 (nabla_race_model_snapshot (race->model)->race->weight_names[0], "W[1,2]")
            == 0);
  nabla_race_model_choose (race->model, 0);
  WAIT_FOR (nabla_race_model_snapshot (race->model)->race->chosen == 0);

  /* full speed, and what was built is not lost by a change of the bench */
  nabla_race_model_set_pace (race->model, NABLA_RACE_FULL_SPEED);
  nabla_race_model_play (race->model);
  WAIT_FOR (nabla_race_model_steps (race->model) > 60);
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_session_set (race->session, "experiment.seed", "9", &error));
  g_assert_true (nabla_race_model_base (race->model) == nabla_session_experiment (race->session));
  WAIT_FOR (!nabla_race_model_is_building (race->model));
  WAIT_FOR (nabla_race_model_state (race->model) == NABLA_RUN_RUNNING);
  WAIT_FOR (nabla_race_model_steps (race->model) > 5);
  g_assert_cmpuint (race->n_failed, ==, 0);
  /* and closed while it trains */
}

/* Who does not look does not race. */
static void
test_hidden (Race *race, gconstpointer data)
{
  open (race, "regularization");
  nabla_race_model_play (race->model);
  WAIT_FOR (nabla_race_model_steps (race->model) > 5);
  gtk_widget_set_visible (GTK_WIDGET (race->page), FALSE);
  WAIT_FOR (nabla_race_model_state (race->model) != NABLA_RUN_RUNNING);
  g_autoptr (GError) error = NULL;
  /* what is changed meanwhile is built when somebody looks again */
  g_assert_true (nabla_race_model_set (race->model, 0, "train.l2", "0.1", &error));
  g_assert_false (nabla_race_model_is_building (race->model));
  gtk_widget_set_visible (GTK_WIDGET (race->page), TRUE);
  WAIT_FOR (nabla_race_model_is_building (race->model));
  nabla_race_model_play (race->model);
  WAIT_FOR (nabla_race_model_state (race->model) == NABLA_RUN_RUNNING);
}

static void
test_nothing (Race *race, gconstpointer data)
{
  GActionGroup *actions = nabla_lab_page_get_actions (NABLA_LAB_PAGE (race->page));
  open (race, NABLA_RACE_NETWORK);
  g_assert_null (nabla_race_model_base (race->model));
  g_assert_false (g_action_group_get_action_enabled (actions, "play"));
  nabla_race_model_play (race->model);
  nabla_race_model_step (race->model, 1);
  nabla_race_model_step (race->model, -1);
  nabla_race_model_reset (race->model);
  widget_test_frames (race->window, 3);
  g_assert_cmpint (nabla_race_model_steps (race->model), ==, 0);
  g_assert_null (nabla_race_model_snapshot (race->model)->race);
  open (race, "bowl");
  g_assert_true (g_action_group_get_action_enabled (actions, "play"));
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);
  g_resources_register (nabla_app_get_resource ());
  nabla_views_init (gdk_display_get_default ());
#define ADD(name, file, function)                                                                  \
  g_test_add ("/race-page/" name, Race, file, race_set_up, function, race_tear_down)
  ADD ("bowl", NULL, test_bowl);
  ADD ("click-through", NULL, test_click_through);
  ADD ("start", NULL, test_start);
  ADD ("racers", NULL, test_racers);
  ADD ("presets", "moons.nabla", test_presets);
  ADD ("momentum-forms", NULL, test_momentum_forms);
  ADD ("network", "moons.nabla", test_network);
  ADD ("hidden", NULL, test_hidden);
  ADD ("nothing", NULL, test_nothing);
  return g_test_run ();
}
