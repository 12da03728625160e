/* Every figure of every sample at every size: what must hold for all of them.
 * No number that is not one reaches a painter, nothing that is written is cut
 * off or covers other words, and everything can be read.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include "nabla-error.h"

#include <math.h>
#include <string.h>

typedef struct {
  const NablaFigure *figure;
  const char *name;
  const NablaSnapshot *snapshot;
} Case;

static const double sizes[][2] = {
  { 800, 420 }, { 560, 360 }, { 398, 362 }, { 240, 150 }, { 120, 80 }, { 1600, 1000 }, { 20, 10 },
};

/* Sizes from this one on have room for words. */
#define LEAST_WIDTH 240
#define LEAST_HEIGHT 150

static NablaFigureContext
context_of (guint size, NablaTheme theme)
{
  return (NablaFigureContext) {
    .width = sizes[size][0], .height = sizes[size][1], .theme = theme,
    .text_scale = 1, .line_scale = 1, .pango = figure_test_pango (),
  };
}

static void
check_mark (const NablaMarks *marks, const NablaMark *mark, int *depth)
{
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (marks, mark, &n);
  gboolean has_gaps = mark->type == NABLA_MARK_POLYLINE || mark->type == NABLA_MARK_POLYGON;
  for (gsize i = 0; i < n; i++)
    if (!has_gaps)
      {
        g_assert_true (isfinite (points[i].x));
        g_assert_true (isfinite (points[i].y));
      }
  g_assert_true (mark->line_width >= 0 && mark->radius >= 0);

  switch (mark->type)
    {
    case NABLA_MARK_PUSH_CLIP:
      (*depth)++;
      break;
    case NABLA_MARK_POP_CLIP:
      (*depth)--;
      break;
    case NABLA_MARK_TEXT:
      g_assert_cmpstr (nabla_marks_string (marks, mark), !=, "");
      g_assert_true (g_utf8_validate (nabla_marks_string (marks, mark), -1, NULL));
      break;
    case NABLA_MARK_RECTANGLE:
    case NABLA_MARK_PICTURE:
      {
        double x, y, width, height;
        nabla_marks_box (marks, mark, &x, &y, &width, &height);
        g_assert_cmpfloat (width, >=, 0);
        g_assert_cmpfloat (height, >=, 0);
      }
      break;
    default:
      break;
    }
  g_assert_cmpint (*depth, >=, 0);
}

/* Clips must end in the layer where they begin: layers are painted apart. */
static void
check_layers (const NablaMarks *marks)
{
  for (guint layer = 0; layer < nabla_marks_n_layers (marks); layer++)
    {
      int depth = 0;
      gsize n;
      const NablaMark *list = nabla_marks_layer (marks, layer, &n);
      for (gsize i = 0; i < n; i++)
        check_mark (marks, &list[i], &depth);
      g_assert_cmpint (depth, ==, 0);
    }
}

static gboolean
do_overlap (const double a[4], const double b[4])
{
  const double least = 1;
  return a[0] < b[2] - least && b[0] < a[2] - least && a[1] < b[3] - least && b[1] < a[3] - least;
}

/* No word is cut off, none covers another one, each has its contrast. */
static void
check_words (const Case *it, const NablaMarks *marks, const NablaFigureContext *context)
{
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (double[4]));
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  NablaColor surface = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  for (guint layer = 0; layer < nabla_marks_n_layers (marks); layer++)
    {
      gsize n;
      const NablaMark *list = nabla_marks_layer (marks, layer, &n);
      for (gsize i = 0; i < n; i++)
        {
          if (list[i].type != NABLA_MARK_TEXT)
            continue;
          double box[4];
          figure_test_text_box (marks, &list[i], box);
          const char *text = nabla_marks_string (marks, &list[i]);
          if (box[0] < -0.5 || box[1] < -0.5 || box[2] > context->width + 0.5
              || box[3] > context->height + 0.5)
            g_test_fail_printf ("%s of %s at %gx%g: “%s” is cut off: %g…%g × %g…%g",
                                it->figure->name, it->name, context->width, context->height, text,
                                box[0], box[2], box[1], box[3]);
          for (guint k = 0; k < boxes->len; k++)
            if (do_overlap (box, (const double *) (void *) (boxes->data + k * sizeof box)))
              g_test_fail_printf ("%s of %s at %gx%g: “%s” covers “%s”", it->figure->name,
                                  it->name, context->width, context->height, text,
                                  (char *) texts->pdata[k]);
          g_array_append_vals (boxes, box, 1);
          g_ptr_array_add (texts, (char *) text);
          g_assert_cmpfloat (list[i].style.size, >=, 9);
          g_assert_cmpfloat (nabla_color_contrast (list[i].style.color, surface), >=, 4.5);
        }
    }
}

/* Words on cells of a table stand on the cell, not on the surface. */
static void
check_contrast_on_rectangles (const NablaMarks *marks)
{
  for (guint layer = 0; layer < nabla_marks_n_layers (marks); layer++)
    {
      gsize n;
      const NablaMark *list = nabla_marks_layer (marks, layer, &n), *ground = NULL;
      double x = 0, y = 0, width = 0, height = 0;
      for (gsize i = 0; i < n; i++)
        {
          if (list[i].type == NABLA_MARK_RECTANGLE && list[i].fill.alpha == 1)
            {
              ground = &list[i];
              nabla_marks_box (marks, ground, &x, &y, &width, &height);
            }
          if (list[i].type != NABLA_MARK_TEXT || ground == NULL)
            continue;
          const NablaMarkPoint *point = nabla_marks_points (marks, &list[i], NULL);
          if (point->x > x && point->x < x + width && point->y > y && point->y < y + height)
            g_assert_cmpfloat (nabla_color_contrast (list[i].style.color, ground->fill), >=, 4.5);
        }
    }
}

static void
test_case (gconstpointer data)
{
  const Case *it = data;
  g_autoptr (NablaMarks) marks = nabla_marks_new ();

  for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
    for (guint theme = 0; theme < NABLA_N_THEMES; theme++)
      {
        NablaFigureContext context = context_of (size, (NablaTheme) theme);
        nabla_figure_draw (it->figure, it->snapshot, &context, NULL, marks);
        gsize n_marks;
        nabla_marks_layer (marks, 0, &n_marks);
        g_assert_true (n_marks > 0 || nabla_marks_n_layers (marks) > 1);
        check_layers (marks);
        if (context.width >= LEAST_WIDTH && context.height >= LEAST_HEIGHT)
          {
            check_words (it, marks, &context);
            check_contrast_on_rectangles (marks);
          }
      }
}

static void
test_scales (gconstpointer data)
{
  const Case *it = data;
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  NablaFigureContext context = context_of (0, NABLA_THEME_DARK);
  context.width = 1280;
  context.height = 700;
  context.text_scale = 1.6;
  context.line_scale = 1.7;
  context.all_points = !g_str_equal (it->name, "million");
  nabla_figure_draw (it->figure, it->snapshot, &context, NULL, marks);
  check_layers (marks);
  check_words (it, marks, &context);
}

static void
test_summary (gconstpointer data)
{
  const Case *it = data;
  g_autofree char *summary = nabla_figure_summary (it->figure, it->snapshot, NULL);
  g_assert_true (g_utf8_validate (summary, -1, NULL));
  g_assert_true (g_str_has_suffix (summary, "."));
  g_assert_null (strchr (summary, '\n'));
  g_assert_cmpuint (strlen (summary), >, 10);
}

/* The same snapshot gives the same marks, and a painter may keep them. */
static void
test_generation (gconstpointer data)
{
  const Case *it = data;
  g_autoptr (NablaMarks) first = nabla_marks_new ();
  g_autoptr (NablaMarks) second = nabla_marks_new ();
  NablaFigureContext context = context_of (1, NABLA_THEME_LIGHT);
  nabla_figure_draw (it->figure, it->snapshot, &context, NULL, first);
  nabla_figure_draw (it->figure, it->snapshot, &context, NULL, second);
  nabla_figure_draw (it->figure, it->snapshot, &context, NULL, second);
  g_assert_cmpuint (nabla_marks_n_layers (first), ==, nabla_marks_n_layers (second));
  for (guint layer = 0; layer < nabla_marks_n_layers (first); layer++)
    g_assert_cmpuint (nabla_marks_generation (first, layer), ==,
                      nabla_marks_generation (second, layer));
}

/* Each choice of each setting draws, and so do the ends of each range. */
static void
test_settings (gconstpointer data)
{
  const NablaFigure *figure = data;
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("petals");
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  NablaFigureContext context = context_of (0, NABLA_THEME_LIGHT);
  for (guint p = 0; p < nabla_param_count (figure->params); p++)
    {
      const NablaParamSpec *param = &figure->params[p];
      guint n = param->type == NABLA_PARAM_CHOICE ? g_strv_length ((char **) param->choices) : 2;
      g_assert_cmpuint (strlen (param->title), >, 0);
      g_assert_true (g_str_has_suffix (param->help, "."));
      for (guint i = 0; i < n; i++)
        {
          double settings[NABLA_MAX_PARAMS];
          nabla_param_defaults (figure->params, settings);
          settings[p] = param->type == NABLA_PARAM_REAL
                          ? (i == 0 ? param->minimum : param->maximum) : i;
          g_assert_true (nabla_param_check (param, figure->name, settings[p], NULL));
          nabla_figure_draw (figure, snapshot, &context, settings, marks);
          check_layers (marks);
        }
    }
}

static void
test_find (void)
{
  for (guint i = 0; nabla_figures ()[i] != NULL; i++)
    g_assert_true (nabla_figure_find (nabla_figures ()[i]->name, NULL) == nabla_figures ()[i]);

  g_assert_true (nabla_figure_find ("confusion", NULL) == nabla_figure_find ("metrics", NULL));
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_figure_find ("bondary", &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN);
  g_assert_nonnull (strstr (error->message, "boundary"));
}

static void
add (const char *kind, const Case *it, void (*test) (gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/figure/%s/%s/%s", it->figure->name, kind, it->name);
  g_test_add_data_func_full (path, g_memdup2 (it, sizeof *it), test, g_free);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/figure/find", test_find);
  /* Networks are trained for the samples, which takes a second: once is enough. */
  g_autoptr (GPtrArray) snapshots
    = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_snapshot_unref);
  for (const SampleSnapshot *sample = sample_snapshots (); sample->name != NULL; sample++)
    g_ptr_array_add (snapshots, sample->make ());
  for (guint f = 0; nabla_figures ()[f] != NULL; f++)
    {
      const NablaFigure *figure = nabla_figures ()[f];
      g_autofree char *path = g_strdup_printf ("/figure/%s/settings", figure->name);
      g_test_add_data_func (path, figure, test_settings);
      for (guint i = 0; i < snapshots->len; i++)
        {
          Case it = { figure, sample_snapshots ()[i].name, snapshots->pdata[i] };
          add ("marks", &it, test_case);
          add ("scales", &it, test_scales);
          add ("summary", &it, test_summary);
          add ("generation", &it, test_generation);
        }
    }
  return g_test_run ();
}
