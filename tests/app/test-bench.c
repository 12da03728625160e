/* The bench's views: painting, weights changed by hand, examples chosen, typed and
 * turned over; what lies beside and above them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-test.h"

#include "nabla-control-strip.h"
#include "nabla-figure-view.h"
#include "nabla-network-marks.h"
#include "nabla-param-row.h"
#include "nabla-predict-form.h"
#include "nabla-segments.h"
#include "nabla-side-pane.h"
#include "nabla-tile.h"
#include "nabla-timeline.h"

typedef struct
{
  GtkWidget *tile;
  NablaFigureView *view;
} View;

static GtkWidget *
find_tile (Bench *bench, const char *name)
{
  return find (GTK_WIDGET (bench->page), NABLA_TYPE_TILE, name);
}

/* Only this view, with a snapshot that has what it asked for. */
static View
show (Bench *bench, const char *name)
{
  const char *const names[] = { name, NULL };
  nabla_bench_page_show_views (bench->page, names);
  GtkWidget *tile = find_tile (bench, name);
  g_assert_nonnull (tile);
  View view = { tile, NABLA_FIGURE_VIEW (find (tile, NABLA_TYPE_FIGURE_VIEW, NULL)) };
  WAIT_FOR (gtk_widget_get_width (GTK_WIDGET (view.view)) > 100);
  return view;
}

static const NablaSnapshot *
snapshot_of (Bench *bench)
{
  return nabla_session_snapshot (bench->session);
}

/* The place in the boundary view of a point. */
static void
place (Bench *bench, View view, double x1, double x2, double *x, double *y)
{
  const NablaField *field = snapshot_of (bench)->field;
  *x = (x1 - field->x_minimum) / (field->x_maximum - field->x_minimum)
       * gtk_widget_get_width (GTK_WIDGET (view.view));
  *y = (field->y_maximum - x2) / (field->y_maximum - field->y_minimum)
       * gtk_widget_get_height (GTK_WIDGET (view.view));
}

static void
emit (View view, const char *signal, double x, double y)
{
  g_signal_emit_by_name (view.view, signal, x, y, (GdkModifierType)0);
}

static void
click (View view, double x, double y)
{
  emit (view, "pressed-at", x, y);
  emit (view, "released-at", x, y);
}

static View
begin_painting (Bench *bench, int tool)
{
  View view = show (bench, "boundary");
  WAIT_FOR (snapshot_of (bench)->field != NULL);
  GtkWidget *tile = view.tile, *pencil = find (tile, GTK_TYPE_TOGGLE_BUTTON, "Paint points");
  g_assert_true (gtk_widget_get_visible (pencil));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (pencil), TRUE);
  g_assert_cmpint (nabla_figure_view_get_tool (view.view), ==, NABLA_FIGURE_TOOL_PAINT);
  nabla_segments_set_active (NABLA_SEGMENTS (find (tile, NABLA_TYPE_SEGMENTS, NULL)), tool);
  return view;
}

static void
set_tool (View view, int tool)
{
  nabla_segments_set_active (NABLA_SEGMENTS (find (view.tile, NABLA_TYPE_SEGMENTS, NULL)), tool);
}

static GArray *
points_of (Bench *bench)
{
  const NablaDataSpec *data = nabla_experiment_data (experiment_of (bench));
  g_assert_cmpstr (data->source, ==, NABLA_POINTS_SOURCE);
  return data->points;
}

static const NablaPaintedPoint *
last_point (Bench *bench)
{
  GArray *points = points_of (bench);
  return &g_array_index (points, NablaPaintedPoint, points->len - 1);
}

static void
test_paint (Bench *bench, gconstpointer data)
{
  double x, y;
  View view = begin_painting (bench, 1);
  gsize m = nabla_session_problem (bench->session)->dataset->m;

  /* Two strokes, the second before the run of the first is built: nothing is lost. */
  place (bench, view, 0.5, 1.5, &x, &y);
  click (view, x, y);
  set_tool (view, 0);
  place (bench, view, -0.5, -0.5, &x, &y);
  click (view, x, y);
  g_assert_cmpuint (points_of (bench)->len, ==, m + 2);
  g_assert_cmpuint (last_point (bench)->label, ==, 0);
  g_assert_cmpuint (last_point (bench)[-1].label, ==, 1);
  g_assert_cmpfloat_with_epsilon (last_point (bench)->x1, -0.5, 0.01);
  g_assert_cmpfloat_with_epsilon (last_point (bench)[-1].x2, 1.5, 0.01);
  settle (bench);
  g_assert_cmpuint (nabla_session_problem (bench->session)->dataset->m, ==, m + 2);
  g_assert_cmpstr (nabla_experiment_title (experiment_of (bench)), ==, "Painted points");

  /* A stroke: a point every few pixels. */
  emit (view, "pressed-at", 100, 100);
  for (guint i = 1; i <= 60; i++)
    emit (view, "dragged-to", 100 + i, 100);
  emit (view, "released-at", 160, 100);
  g_assert_cmpuint (points_of (bench)->len, ==, m + 2 + 5);
  settle (bench);
  WAIT_FOR (snapshot_of (bench)->field != NULL);

  /* One is moved, and is where it was left. */
  gsize n = points_of (bench)->len;
  set_tool (view, 2);
  place (bench, view, last_point (bench)->x1, last_point (bench)->x2, &x, &y);
  emit (view, "pressed-at", x, y);
  emit (view, "dragged-to", x + 30, y + 40);
  emit (view, "dragged-to", x + 60, y + 80);
  emit (view, "released-at", x + 60, y + 80);
  g_assert_cmpuint (points_of (bench)->len, ==, n);
  double x_found, y_found;
  place (bench, view, last_point (bench)->x1, last_point (bench)->x2, &x_found, &y_found);
  g_assert_cmpfloat_with_epsilon (x_found, x + 60, 1);
  g_assert_cmpfloat_with_epsilon (y_found, y + 80, 1);
  settle (bench);
  WAIT_FOR (snapshot_of (bench)->field != NULL);

  /* Erased; and where nothing is, nothing goes. */
  set_tool (view, 3);
  double x1 = last_point (bench)->x1;
  place (bench, view, x1, last_point (bench)->x2, &x, &y);
  click (view, x, y);
  g_assert_cmpuint (points_of (bench)->len, ==, n - 1);
  for (guint i = 0; i < n - 1; i++)
    g_assert_cmpfloat (g_array_index (points_of (bench), NablaPaintedPoint, i).x1, !=, x1);
  click (view, -500, -500);
  g_assert_cmpuint (points_of (bench)->len, ==, n - 1);
  assert_trains (bench);
  g_assert_cmpuint (bench->n_failed, ==, 0);
}

static void
test_paint_training (Bench *bench, gconstpointer data)
{
  View view = begin_painting (bench, 1);
  gsize m = nabla_session_problem (bench->session)->dataset->m;
  nabla_session_play (bench->session);
  WAIT_FOR (nabla_session_steps (bench->session) > 3);
  for (guint i = 0; i < 10; i++)
    {
      WAIT_FOR (snapshot_of (bench) != NULL && snapshot_of (bench)->field != NULL);
      click (view, 50 + 40 * i, 60 + 30 * (i % 3));
      spin (20);
    }
  g_assert_cmpuint (points_of (bench)->len, ==, m + 10);
  settle (bench);
  g_assert_cmpint (nabla_session_state (bench->session), ==, NABLA_RUN_RUNNING);
  gint64 steps = nabla_session_steps (bench->session);
  WAIT_FOR (nabla_session_steps (bench->session) > steps);
  g_assert_cmpuint (nabla_session_problem (bench->session)->dataset->m, ==, m + 10);
  g_assert_cmpuint (bench->n_failed, ==, 0);
}

/* A figure that was zoomed into shows a part: points come where the pointer is. */
static void
test_paint_zoomed (Bench *bench, gconstpointer data)
{
  View view = show (bench, "boundary");
  WAIT_FOR (snapshot_of (bench)->field != NULL);
  nabla_figure_view_zoom_in (view.view);
  g_assert_true (nabla_figure_view_is_zoomed (view.view));
  view = begin_painting (bench, 1);
  g_assert_false (nabla_figure_view_is_zoomed (view.view));
}

static const NablaLayerPicture *
picture (Bench *bench, guint layer)
{
  return snapshot_of (bench)->layers->pdata[layer];
}

static GtkWidget *
popover_of (View view)
{
  return find (GTK_WIDGET (view.view), GTK_TYPE_POPOVER, NULL);
}

static void
activate (View view, int series, guint index, int n_press)
{
  g_signal_emit_by_name (view.view, "mark-activated", series, index, 50.0, 50.0, n_press,
                         (GdkModifierType)0);
}

#define WAIT_FOR_LAYERS(bench)                                                                     \
  WAIT_FOR (snapshot_of (bench) != NULL && snapshot_of (bench)->layers != NULL)

static void
test_weight (Bench *bench, gconstpointer data)
{
  View view = show (bench, "network");
  WAIT_FOR_LAYERS (bench);
  /* W[3,2] of the first layer */
  activate (view, NABLA_NETWORK_EDGE_SERIES + 1, 2 * 2 + 1, 1);
  GtkWidget *popover = popover_of (view);
  g_assert_nonnull (popover);
  GtkEditable *entry = GTK_EDITABLE (find (popover, GTK_TYPE_ENTRY, NULL));
  GtkRange *slider = GTK_RANGE (find (popover, GTK_TYPE_SCALE, NULL));
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (gtk_editable_get_text (entry), NULL),
                                  picture (bench, 1)->weights[5], 1e-3);

  gtk_editable_set_text (entry, "2.5");
  g_assert_cmpfloat (gtk_range_get_value (slider), ==, 2.5);
  WAIT_FOR (picture (bench, 1)->weights[5] == 2.5f);
  gtk_range_set_value (slider, -1.25);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "-1.25");
  WAIT_FOR (picture (bench, 1)->weights[5] == -1.25f);

  /* What is no number changes nothing. */
  const char *const bad[] = { "", "-", "abc", "1,5", "nan", "inf" };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gtk_editable_set_text (entry, bad[i]);
      g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
    }
  spin (100);
  g_assert_cmpfloat (picture (bench, 1)->weights[5], ==, -1.25f);
  g_assert_cmpuint (bench->n_failed, ==, 0);

  /* The layer goes while the popover is open: told, not fatal. */
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_session_set (bench->session, "units@hidden", "2", &error));
  settle (bench);
  if (popover_of (view) != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (find (popover_of (view), GTK_TYPE_ENTRY, NULL)), "1");
      WAIT_FOR (bench->n_failed == 1);
    }
  assert_trains (bench);
}

static void
test_weight_closed (Bench *bench, gconstpointer data)
{
  View view = show (bench, "network");
  WAIT_FOR_LAYERS (bench);
  /* A bias, with the second click. */
  activate (view, 1, 0, 2);
  GtkWidget *popover = popover_of (view);
  g_assert_nonnull (popover);
  gtk_editable_set_text (GTK_EDITABLE (find (popover, GTK_TYPE_ENTRY, NULL)), "0.75");
  WAIT_FOR (picture (bench, 1)->biases[0] == 0.75f);
  gtk_popover_popdown (GTK_POPOVER (popover));
  WAIT_FOR (popover_of (view) == NULL);

  /* The view is removed under an open popover. */
  activate (view, 1, 1, 2);
  g_assert_nonnull (popover_of (view));
  spin (50);
  gtk_widget_activate_action (view.tile, "tile.close", NULL);
  spin (100);

  /* And the window is closed over one. */
  view = show (bench, "network");
  WAIT_FOR_LAYERS (bench);
  activate (view, 1, 1, 2);
  g_assert_nonnull (popover_of (view));
  /* Marks that are not there. */
  activate (view, 99, 0, 2);
  activate (view, 1, 9999, 2);
  activate (view, -1, 0, 1);
}

static NablaPredictForm *
form_of (Bench *bench)
{
  return NABLA_PREDICT_FORM (find (GTK_WIDGET (bench->page), NABLA_TYPE_PREDICT_FORM, NULL));
}

static void
test_form (Bench *bench, gconstpointer data)
{
  guint n;
  g_autoptr (GError) error = NULL;
  open_shipped (bench, "iris.nabla");
  show (bench, "prediction");
  NablaPredictForm *form = form_of (bench);
  const double *values = nabla_predict_form_values (form, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpfloat (values[0], ==, nabla_session_problem (bench->session)->dataset->x[0]);
  GtkEditable *entry = GTK_EDITABLE (find (GTK_WIDGET (form), GTK_TYPE_ENTRY, NULL));
  gtk_editable_set_text (entry, "6.25");
  g_assert_cmpfloat (values[0], ==, 6.25);
  WAIT_FOR (snapshot_of (bench)->example != NULL && snapshot_of (bench)->example->x[0] == 6.25f);

  gtk_editable_set_text (entry, "six");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
  g_assert_cmpfloat (values[0], ==, 6.25);

  /* A row of a table, with its label, into any field; the cell of a spreadsheet. */
  gtk_editable_set_text (entry, "5.1, 3.5, 1.4, 0.2, setosa");
  g_assert_cmpfloat (values[0], ==, 5.1);
  g_assert_cmpfloat (values[3], ==, 0.2);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "5.1");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
  gtk_editable_set_text (entry, "1;2;3;4;1\n");
  g_assert_cmpfloat (values[3], ==, 4);
  gtk_editable_set_text (entry, " 7.5\n");
  g_assert_cmpfloat (values[0], ==, 7.5);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "7.5");

  /* Too few and too many are told, and nothing is taken. */
  g_assert_false (nabla_predict_form_read (form, "1,2", &error));
  g_assert_cmpstr (error->message, ==, "the example has 2 values, and the network takes 4");
  g_clear_error (&error);
  g_assert_false (nabla_predict_form_read (form, "1,2,3,4,5,6,7", &error));
  g_assert_cmpstr (error->message, ==, "the example has 7 values, and the network takes 4");
  g_clear_error (&error);
  g_assert_false (nabla_predict_form_read (form, "1,x,3,4", &error));
  g_assert_nonnull (strstr (error->message, "value 2"));
  g_assert_cmpfloat (values[0], ==, 7.5);
  g_assert_cmpfloat (values[1], ==, 2);

  /* More features than fields, and the data are others. */
  open_shipped (bench, "digits.nabla");
  nabla_predict_form_values (form, &n);
  g_assert_cmpuint (n, ==, 64);
  spin (100);
  open_shipped (bench, "moons.nabla");
  nabla_predict_form_values (form, &n);
  g_assert_cmpuint (n, ==, 2);
  WAIT_FOR (snapshot_of (bench)->example != NULL && snapshot_of (bench)->example->n_x == 2);
  g_assert_cmpuint (bench->n_failed, ==, 0);
}

/* A form of its own for a data set wider than any form. */
static void
test_form_wide (void)
{
  guint n;
  g_autoptr (GError) error = NULL;
  GtkWidget *form = g_object_ref_sink (nabla_predict_form_new ());
  g_autoptr (GString) text = g_string_new (NULL);
  NablaDataset *dataset = nabla_dataset_new ("wide", NABLA_TASK_REGRESSION, 1, 100, 0, &error);
  g_assert_no_error (error);
  nabla_predict_form_set_dataset (NABLA_PREDICT_FORM (form), dataset);
  nabla_predict_form_values (NABLA_PREDICT_FORM (form), &n);
  g_assert_cmpuint (n, ==, 100);
  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "%u\t", i);
  g_assert_true (nabla_predict_form_read (NABLA_PREDICT_FORM (form), text->str, &error));
  g_assert_cmpfloat (nabla_predict_form_values (NABLA_PREDICT_FORM (form), &n)[99], ==, 99);
  nabla_predict_form_set_dataset (NABLA_PREDICT_FORM (form), NULL);
  g_assert_null (nabla_predict_form_values (NABLA_PREDICT_FORM (form), &n));
  g_assert_cmpuint (n, ==, 0);
  g_object_unref (form);
  nabla_dataset_unref (dataset);
}

static void
test_pages (Bench *bench, gconstpointer data)
{
  View view = show (bench, "examples");
  WAIT_FOR (snapshot_of (bench)->examples != NULL);
  gsize n = snapshot_of (bench)->examples->n;
  g_assert_cmpuint (snapshot_of (bench)->examples->n_total, ==, 500);
  g_assert_cmpuint (n, <, 500);
  GtkWidget *previous = find (view.tile, GTK_TYPE_BUTTON, "Previous Examples");
  GtkWidget *next = find (view.tile, GTK_TYPE_BUTTON, "Next Examples");
  g_signal_emit_by_name (previous, "clicked");
  g_signal_emit_by_name (next, "clicked");
  WAIT_FOR (snapshot_of (bench)->examples->first == n);
  g_signal_emit_by_name (previous, "clicked");
  WAIT_FOR (snapshot_of (bench)->examples->first == 0);
  for (guint i = 0; i < 40; i++)
    {
      g_signal_emit_by_name (next, "clicked");
      spin (20);
    }
  spin (50);
  const NablaExamples *examples = snapshot_of (bench)->examples;
  g_assert_cmpuint (examples->first, <, 500);
  g_assert_cmpuint (examples->first + examples->n, ==, 500);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find (view.tile, GTK_TYPE_TOGGLE_BUTTON, NULL)),
                                FALSE);
  WAIT_FOR (snapshot_of (bench)->examples->first == 0
            && snapshot_of (bench)->examples->index[0] == 0);
}

/* A click on an example makes it the one of all views; the second lets it go. */
static void
test_choose (Bench *bench, gconstpointer data)
{
  View view = show (bench, "boundary");
  WAIT_FOR (snapshot_of (bench)->points != NULL);
  guint32 wanted = snapshot_of (bench)->points->example[7];
  activate (view, 0, 7, 1);
  WAIT_FOR (snapshot_of (bench)->example != NULL && snapshot_of (bench)->example->index == wanted);
  activate (view, 0, 7, 1);
  WAIT_FOR (snapshot_of (bench)->example == NULL);
  activate (view, 0, 99999, 1);

  view = show (bench, "examples");
  WAIT_FOR (snapshot_of (bench)->examples != NULL);
  wanted = snapshot_of (bench)->examples->index[3];
  activate (view, 0, wanted, 1);
  WAIT_FOR (snapshot_of (bench)->example != NULL && snapshot_of (bench)->example->index == wanted);
  activate (view, 0, 99999999, 1);
  spin (50);

  /* A unit shows its arithmetic, for the first example if none is chosen. */
  open_shipped (bench, "moons.nabla");
  view = show (bench, "network");
  WAIT_FOR_LAYERS (bench);
  activate (view, 1, 4, 1);
  g_assert_cmpfloat (nabla_figure_view_get_setting (view.view, "layer"), ==, 1);
  g_assert_cmpfloat (nabla_figure_view_get_setting (view.view, "unit"), ==, 4);
  WAIT_FOR (snapshot_of (bench)->example != NULL);
  activate (view, 1, 4, 1);
  g_assert_cmpfloat (nabla_figure_view_get_setting (view.view, "layer"), ==, -1);

  open_shipped (bench, "sine.nabla");
  view = show (bench, "fit");
  WAIT_FOR (snapshot_of (bench)->fit != NULL);
  wanted = snapshot_of (bench)->fit->example[2];
  activate (view, 0, 2, 1);
  WAIT_FOR (snapshot_of (bench)->example != NULL && snapshot_of (bench)->example->index == wanted);
  g_assert_cmpuint (bench->n_failed, ==, 0);
}

static void
test_views (Bench *bench, gconstpointer data)
{
  nabla_session_play (bench->session);
  for (guint round = 0; round < 3; round++)
    for (const NablaFigure *const *figure = nabla_figures (); *figure != NULL; figure++)
      {
        GtkWidget *there = find_tile (bench, (*figure)->name);
        if (there != NULL)
          gtk_widget_activate_action (there, "tile.close", NULL);
        else
          nabla_bench_page_show_view (bench->page, (*figure)->name);
        g_assert_true ((find_tile (bench, (*figure)->name) != NULL)
                       == (there == NULL && !(*figure)->is_apart));
        if (round == 1)
          open_shipped (bench, (*figure)->name[0] % 2 == 0 ? "iris.nabla" : "sine.nabla");
        spin (20);
      }
  g_assert_cmpuint (bench->n_failed, ==, 0);
}

/* Returns: (nullable): the button in @widget with such a label or tooltip, if it is visible */
static GtkWidget *
find_button (GtkWidget *widget, const char *word)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_visible (widget)
      && (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), word) == 0
          || g_strcmp0 (gtk_widget_get_tooltip_text (widget), word) == 0))
    return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, word);
  return found;
}

/* A study is computed by a click, knows when it is old, can be stopped, and goes with its run. */
static void
test_study (Bench *bench, gconstpointer data)
{
  open_shipped (bench, "planar-flower.nabla");
  settle (bench);
  nabla_bench_page_show_view (bench->page, "surface");
  nabla_bench_page_show_view (bench->page, "gradient_check");
  spin (50);
  GtkWidget *check = find_tile (bench, "gradient_check"), *surface = find_tile (bench, "surface");
  g_assert_nonnull (check);
  const char *before = "The gradients have not been checked yet.";
  WAIT_FOR (g_strcmp0 (nabla_tile_get_summary (NABLA_TILE (check)), before) == 0);
  g_signal_emit_by_name (find_button (check, "Compute"), "clicked");
  WAIT_FOR (find_button (check, "Again") != NULL);
  WAIT_FOR (g_str_has_prefix (nabla_tile_get_summary (NABLA_TILE (check)),
                              "All derivatives are right"));

  /* At step 0 the run has no way yet: that is told, and nothing is lost. */
  guint n_failed = bench->n_failed;
  g_signal_emit_by_name (find_button (surface, "Compute"), "clicked");
  WAIT_FOR (bench->n_failed > n_failed);
  WAIT_FOR (find_button (surface, "Compute") != NULL);
  bench->n_failed = n_failed;
  assert_trains (bench);
  g_signal_emit_by_name (find_button (surface, "Compute"), "clicked");
  g_assert_null (find_button (surface, "Compute"));
  WAIT_FOR (find_button (surface, "Again") != NULL);
  WAIT_FOR (g_str_has_prefix (nabla_tile_get_summary (NABLA_TILE (surface)), "The cost is"));

  /* What was stopped has no picture, and another run none of the last one. */
  g_signal_emit_by_name (find_button (surface, "Again"), "clicked");
  g_signal_emit_by_name (find_button (surface, "Stop Computing"), "clicked");
  g_assert_nonnull (find_button (surface, "Again"));
  open_shipped (bench, "moons.nabla");
  WAIT_FOR (find_button (surface, "Compute") != NULL);
  WAIT_FOR (g_strcmp0 (nabla_tile_get_summary (NABLA_TILE (check)), before) == 0);

  /* Closed while it computes. */
  g_signal_emit_by_name (find_button (check, "Compute"), "clicked");
  gtk_widget_activate_action (check, "tile.close", NULL);
  spin (100);
  g_assert_cmpuint (bench->n_failed, ==, n_failed);
}

static guint
n_rows (GtkWidget *widget)
{
  guint n = NABLA_IS_PARAM_ROW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += n_rows (child);
  return n;
}

static void
test_strip (Bench *bench, gconstpointer data)
{
  GtkWidget *strip = find (GTK_WIDGET (bench->page), NABLA_TYPE_CONTROL_STRIP, NULL);
  const char *const keys[]
      = { "train.learning_rate", "no.such_key", "units@hidden", "units@nobody", "",
          "data.noise",          NULL };
  nabla_bench_page_set_controls (bench->page, keys);
  g_assert_true (gtk_widget_get_visible (strip));
  g_assert_cmpuint (n_rows (strip), ==, 3);
  spin (50);
  g_assert_true (nabla_bench_page_point_at (bench->page, "units@hidden"));
  g_assert_false (nabla_bench_page_point_at (bench->page, "no.such_key"));
  GtkWidget *row = find (strip, NABLA_TYPE_PARAM_ROW, NULL);
  g_signal_emit_by_name (row, "changed", "0.125");
  g_assert_cmpfloat (nabla_experiment_train (experiment_of (bench))->learning_rate, ==, 0.125);
  g_assert_cmpfloat (nabla_param_row_get_value (NABLA_PARAM_ROW (row)), ==, 0.125);
  g_assert_true (find (strip, NABLA_TYPE_PARAM_ROW, NULL) == row);

  /* Other data have another noise: the row is of what there is now. */
  open_shipped (bench, "sine.nabla");
  guint n = n_rows (strip);
  g_assert_cmpuint (n, >=, 2);
  const NablaParamSpec *spec
      = nabla_experiment_find_param (experiment_of (bench), "data.noise", NULL, NULL);
  if (spec != NULL)
    {
      GtkWidget *noise = gtk_widget_get_last_child (strip);
      const NablaParamSpec *shown
          = nabla_param_row_get_spec (NABLA_PARAM_ROW (find (noise, NABLA_TYPE_PARAM_ROW, NULL)));
      g_assert_cmpfloat (shown->initial, ==, spec->initial);
      g_assert_cmpfloat (shown->maximum, ==, spec->maximum);
    }
  open_shipped (bench, "iris.nabla");
  g_assert_null (nabla_experiment_find_param (experiment_of (bench), "data.noise", NULL, NULL));
  g_assert_cmpuint (n_rows (strip), ==, 2);

  nabla_bench_page_set_controls (bench->page, NULL);
  g_assert_false (gtk_widget_get_visible (strip));
  g_assert_cmpuint (n_rows (strip), ==, 0);
}

/* The panel stands beside the views from 1000 pixels on; below, over them when asked for. */
static void
test_pane (void)
{
  GtkWidget *window = gtk_window_new (), *panel = gtk_label_new ("panel"),
            *content = gtk_label_new ("content");
  GtkWidget *pane = nabla_side_pane_new (panel, content, 1000);
  gtk_widget_set_size_request (panel, 288, -1);
  gtk_window_set_child (GTK_WINDOW (window), pane);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 600);
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (gtk_widget_get_width (pane) == 1000);
  WAIT_FOR (gtk_widget_get_width (content) == 1000 - 288);
  g_assert_true (nabla_side_pane_get_visible (NABLA_SIDE_PANE (pane)));
  g_assert_false (gtk_widget_has_css_class (panel, "nabla-over"));

  gtk_window_set_default_size (GTK_WINDOW (window), 999, 600);
  WAIT_FOR (gtk_widget_get_width (content) == 999);
  g_assert_false (nabla_side_pane_get_visible (NABLA_SIDE_PANE (pane)));
  g_assert_false (gtk_widget_get_child_visible (panel));
  nabla_side_pane_set_visible (NABLA_SIDE_PANE (pane), TRUE);
  WAIT_FOR (gtk_widget_get_mapped (panel));
  g_assert_true (gtk_widget_has_css_class (panel, "nabla-over"));
  spin (50);
  g_assert_cmpint (gtk_widget_get_width (content), ==, 999);
  g_assert_cmpint (gtk_widget_get_width (panel), ==, 288);

  /* Where there is room again, it is as it was there; and hidden there, it stays so. */
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 600);
  WAIT_FOR (gtk_widget_get_width (content) == 1200 - 288);
  nabla_side_pane_set_visible (NABLA_SIDE_PANE (pane), FALSE);
  WAIT_FOR (gtk_widget_get_width (content) == 1200);
  g_assert_false (gtk_widget_get_mapped (panel));
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
find_param_row (GtkWidget *widget, const char *key)
{
  if (NABLA_IS_PARAM_ROW (widget)
      && g_strcmp0 (g_object_get_data (G_OBJECT (widget), "nabla-key"), key) == 0)
    return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_param_row (child, key);
  return found;
}

static double
rate_shown (Bench *bench)
{
  GtkWidget *row = find_param_row (GTK_WIDGET (bench->page), "train.learning_rate");
  g_assert_nonnull (row);
  return nabla_param_row_get_value (NABLA_PARAM_ROW (row));
}

/* The timeline takes the bench to any step: all of it shows that moment, and a branch is
 * offered for as long as the past is shown. */
static void
test_past (Bench *bench, gconstpointer data)
{
  NablaSession *session = bench->session;
  GtkWidget *page = GTK_WIDGET (bench->page);
  GtkWidget *timeline = find (page, NABLA_TYPE_TIMELINE, NULL);
  GtkWidget *branch = find (page, GTK_TYPE_BUTTON, "Give up what follows and train on from here as another run (B)");
  g_autoptr (GError) error = NULL;
  nabla_session_set_speed (session, 0);
  nabla_session_play (session);
  WAIT_FOR (nabla_session_steps (session) > 300);
  g_signal_emit_by_name (timeline, "seek", (gint64) 200); /* dragging pauses */
  WAIT_FOR (nabla_session_state (session) == NABLA_RUN_PAUSED && snapshot_of (bench)->step == 200);
  g_assert_cmpint (nabla_timeline_get_looked_at (NABLA_TIMELINE (timeline)), ==, 200);
  g_assert_cmpint (nabla_timeline_get_step (NABLA_TIMELINE (timeline)), ==, snapshot_of (bench)->last_step);
  g_assert_true (gtk_widget_get_mapped (branch));

  gtk_widget_activate_action (page, "bench.step-back", NULL);
  WAIT_FOR (snapshot_of (bench)->step == 199);
  gtk_widget_activate_action (page, "bench.step", NULL);
  WAIT_FOR (snapshot_of (bench)->step == 200);
  gtk_widget_activate_action (page, "bench.first", NULL);
  WAIT_FOR (snapshot_of (bench)->step == 0);
  gtk_widget_activate_action (page, "bench.last", NULL);
  WAIT_FOR (snapshot_of (bench)->step == snapshot_of (bench)->last_step);
  WAIT_FOR (!gtk_widget_get_mapped (branch));
  g_assert_cmpint (nabla_timeline_get_looked_at (NABLA_TIMELINE (timeline)), ==, -1);

  /* the panel shows what held then; a change of it is a branch */
  double rate = rate_shown (bench);
  nabla_session_seek (session, 250);
  g_assert_true (nabla_session_set (session, "train.learning_rate", "0.007", &error));
  WAIT_FOR (nabla_session_run_number (session) == 2);
  WAIT_FOR (nabla_session_tip (session) == 250 && !gtk_widget_get_mapped (branch));
  g_assert_cmpfloat (rate_shown (bench), ==, 0.007);
  gtk_widget_activate_action (page, "bench.earlier", NULL);
  WAIT_FOR (nabla_session_looked_at (session) >= 0 && rate_shown (bench) == rate);
  gtk_widget_activate_action (page, "bench.branch", NULL);
  WAIT_FOR (nabla_session_run_number (session) == 3);
  g_assert_cmpuint (bench->n_failed, ==, 0);
}

/* The list in the head chooses the layer that is shown. */
static void
test_layers (Bench *bench, gconstpointer data)
{
  View view = show (bench, "distributions");
  WAIT_FOR (snapshot_of (bench)->distributions != NULL);
  GtkWidget *list = find (view.tile, GTK_TYPE_DROP_DOWN, "Layer");
  WAIT_FOR (gtk_widget_get_visible (list));
  GtkDropDown *layers = GTK_DROP_DOWN (list);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (layers)), ==, 3);
  g_assert_cmpfloat (nabla_figure_view_get_setting (view.view, "layer"), ==, -1);
  gtk_drop_down_set_selected (layers, 2);
  g_assert_cmpfloat (nabla_figure_view_get_setting (view.view, "layer"), ==, 1);

  /* what is not seen is not looked at, and one hidden layer leaves no choice */
  view = show (bench, "hidden_space");
  WAIT_FOR (snapshot_of (bench)->hidden_space != NULL);
  WAIT_FOR (snapshot_of (bench)->distributions == NULL);
  g_assert_false (gtk_widget_get_visible (find (view.tile, GTK_TYPE_DROP_DOWN, "Layer")));
}

int
main (int argc, char **argv)
{
  bench_test_init (&argc, &argv);
#define ADD(name, function) g_test_add ("/bench/" name, Bench, NULL, set_up, function, tear_down)
  ADD ("paint", test_paint);
  ADD ("paint-training", test_paint_training);
  ADD ("paint-zoomed", test_paint_zoomed);
  ADD ("weight", test_weight);
  ADD ("weight-closed", test_weight_closed);
  ADD ("form", test_form);
  g_test_add_func ("/bench/form-wide", test_form_wide);
  ADD ("pages", test_pages);
  ADD ("choose", test_choose);
  ADD ("views", test_views);
  ADD ("past", test_past);
  ADD ("study", test_study);
  ADD ("strip", test_strip);
  ADD ("layers", test_layers);
  g_test_add_func ("/bench/pane", test_pane);
  return g_test_run ();
}
