/* The standings of a race: a row a racer, the leader first.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-figure-private.h"
#include "nabla-label.h"
#include "nabla-race-words-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ROW 27.0
#define GAP 18.0
#define MARKER_RADIUS 5.0

/* The columns of numbers, the most important one last */
enum { TO_MINIMUM, TRAIN, DEV, SECONDS, COST, N_COLUMNS };

typedef struct {
  const NablaRacePicture *race;
  const NablaFigureContext *context;
  NablaTextStyle caption, body;
  double line, row, top;
  double widths[N_COLUMNS];  /* 0 for those that are left out */
  double rank, name;         /* where these begin */
  double names_end;
  guint n_rows;
} Table;

static const char *
title_of (guint column)
{
  const char *const titles[N_COLUMNS] = {
    /* Translators: columns of the standings of a race: distance to the minimum, accuracies,
       seconds, cost; keep them short */
    C_("standings", "to minimum"), C_("standings", "train"), C_("standings", "dev"),
    C_("standings", "seconds"),    C_("standings", "cost <i>J</i>"),
  };
  return titles[column];
}

static double
value_of (const NablaRacer *racer, guint column)
{
  const double values[N_COLUMNS] = {
    racer->to_minimum, racer->train_accuracy, racer->dev_accuracy, racer->seconds, racer->cost,
  };
  return values[column];
}

static void
format (const NablaRacer *racer, guint column, char *buffer)
{
  double value = value_of (racer, column);
  if (racer->state == NABLA_RACER_DIVERGED && column == COST)
    /* Translators: in the place of a cost */
    g_strlcpy (buffer, C_("standings", "diverged"), NABLA_LABEL_LENGTH);
  else if (!isfinite (value))
    g_strlcpy (buffer, "–", NABLA_LABEL_LENGTH);
  else if (column == TRAIN || column == DEV)
    {
      char number[NABLA_LABEL_LENGTH];
      g_snprintf (buffer, NABLA_LABEL_LENGTH, "%s%%", nabla_label_percent (value, number));
    }
  else
    nabla_label_value (value, buffer);
}

static double
measure (const Table *self, const NablaTextStyle *style, const char *text)
{
  double width;
  nabla_text_measure (self->context->pango, style, text, &width, NULL);
  return width;
}

/* Widths of the columns that have numbers; the least important go where there is no room. */
static void
set_columns (Table *self)
{
  double least_name = 0, sum = 0;
  NablaTextStyle bold = self->body;
  bold.bold = TRUE;
  for (guint i = 0; i < self->race->racers->len; i++)
    {
      const NablaRacer *racer = self->race->racers->pdata[i];
      least_name = MAX (least_name, measure (self, &self->body, racer->name));
      for (guint c = 0; c < N_COLUMNS; c++)
        if (isfinite (value_of (racer, c)) || c == COST)
          {
            char text[NABLA_LABEL_LENGTH];
            format (racer, c, text);
            self->widths[c] = MAX (self->widths[c], measure (self, &bold, text));
          }
    }
  NablaTextStyle head = self->caption;
  head.is_markup = TRUE;
  for (guint c = 0; c < N_COLUMNS; c++)
    if (self->widths[c] > 0)
      {
        self->widths[c] = ceil (MAX (self->widths[c], measure (self, &head, title_of (c))));
        sum += self->widths[c] + GAP;
      }
  self->rank = NABLA_SPACE;
  self->name = self->rank + measure (self, &self->body, "0") + GAP + 2 * MARKER_RADIUS
               * self->context->line_scale + 8;
  static const guint order[] = { SECONDS, TRAIN, TO_MINIMUM, DEV };
  double room = self->context->width - NABLA_SPACE - self->name;
  for (guint i = 0; i < G_N_ELEMENTS (order) && sum + MIN (least_name, 90 * self->context->text_scale) > room; i++)
    if (self->widths[order[i]] > 0)
      {
        sum -= self->widths[order[i]] + GAP;
        self->widths[order[i]] = 0;
      }
  self->names_end = self->context->width - NABLA_SPACE - sum;
}

static void
table_init (Table *self, const NablaRacePicture *race, const NablaFigureContext *context)
{
  *self = (Table) { .race = race, .context = context };
  self->caption = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  self->body = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  nabla_text_measure (context->pango, &self->body, "0", NULL, &self->line);
  double room = context->height - NABLA_SPACE;
  self->row = CLAMP (room / (race->racers->len + 1), self->line + 1, MAX (ROW * context->text_scale, self->line + 1));
  self->n_rows = MIN (race->racers->len, (guint) MAX (floor (room / self->row) - 1, 0));
  self->top = NABLA_SPACE / 2;
  set_columns (self);
}

static void
draw_head (const Table *self, NablaMarks *marks)
{
  double y = self->top + self->row / 2, x = self->context->width - NABLA_SPACE;
  NablaTextStyle style = self->caption;
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.x_align = 1;
  style.is_markup = TRUE;
  for (guint c = N_COLUMNS; c-- > 0;)
    if (self->widths[c] > 0)
      {
        nabla_marks_text (marks, &style, x, y, title_of (c));
        x -= self->widths[c] + GAP;
      }
  style.x_align = 0;
  style.is_markup = FALSE;
  style.width = MAX (self->names_end - self->name, 1);
  char step[NABLA_LABEL_LENGTH];
  g_autofree char *after = g_strdup_printf (_("after step %s"), nabla_label_count (self->race->step, step));
  nabla_marks_text (marks, &style, self->name, y, after);
}

/* The name, and beside it, where there is room, when the racer finished or diverged */
static void
draw_name (const Table *self, const NablaRacer *racer, double y, gboolean is_chosen, NablaMarks *marks)
{
  NablaTextStyle style = self->body;
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.bold = is_chosen;
  double width = measure (self, &style, racer->name);
  style.width = MAX (self->names_end - self->name, 1);
  nabla_marks_text (marks, &style, self->name, y, racer->name);
  if (racer->state == NABLA_RACER_RUNNING)
    return;
  char step[NABLA_LABEL_LENGTH];
  nabla_label_count (racer->state_step, step);
  g_autofree char *state = racer->state == NABLA_RACER_FINISHED
                             ? g_strdup_printf (_("finished at step %s"), step)
                             : g_strdup_printf (_("since step %s"), step);
  style = self->caption;
  style.y_align = NABLA_ALIGN_MIDDLE;
  if (self->name + width + 10 + measure (self, &style, state) <= self->names_end)
    nabla_marks_text (marks, &style, self->name + width + 10, y, state);
}

static void
draw_row (const Table *self, guint place, guint index, NablaMarks *marks)
{
  const NablaFigureContext *context = self->context;
  const NablaRacer *racer = self->race->racers->pdata[index];
  const gboolean is_chosen = self->race->chosen == (int) index;
  double top = self->top + (place + 1) * self->row, y = top + self->row / 2;
  NablaMark *ground = nabla_marks_rectangle (
    marks, NABLA_SPACE / 2, top, MAX (context->width - NABLA_SPACE, 0), self->row, 5,
    nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_ACCENT), is_chosen ? 0.12 : 0));
  ground->series = (int) index;

  NablaTextStyle style = self->body;
  style.y_align = NABLA_ALIGN_MIDDLE;
  char text[NABLA_LABEL_LENGTH];
  g_snprintf (text, sizeof text, "%u", place + 1);
  nabla_marks_text (marks, &style, self->rank, y, text);
  NablaMark *marker = nabla_marks_markers (marks, nabla_marker_slot (racer->slot),
                                           MARKER_RADIUS * context->line_scale,
                                           nabla_color_slot (context->theme, racer->slot));
  marker->series = (int) index;
  nabla_marks_point (marks, self->name - 8 - MARKER_RADIUS * context->line_scale, y, place);
  draw_name (self, racer, y, is_chosen, marks);

  double x = context->width - NABLA_SPACE;
  style.x_align = 1;
  for (guint c = N_COLUMNS; c-- > 0;)
    {
      if (self->widths[c] == 0)
        continue;
      style.bold = c == COST;
      format (racer, c, text);
      nabla_marks_text (marks, &style, x, y, text);
      x -= self->widths[c] + GAP;
    }
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  const NablaRacePicture *race = snapshot->race;
  if (race == NULL || race->racers->len == 0)
    {
      nabla_figure_message (context, marks, race == NULL ? _("No Race to Show") : _("No Racers Yet"),
                            _("The standings of a race of optimizers stand here."));
      return;
    }
  Table self;
  table_init (&self, race, context);
  g_autofree guint *order = g_new (guint, race->racers->len);
  nabla_race_picture_order (race, order);
  draw_head (&self, marks);
  for (guint i = 0; i < self.n_rows; i++)
    draw_row (&self, i, order[i], marks);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  return nabla_race_summary (snapshot->race);
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const states[] = { "running", "finished", "diverged" };
  static const char *const names[] = { "rank",           "racer",        "step",    "cost",  "to_minimum",
                                       "train_accuracy", "dev_accuracy", "seconds", "state", NULL };
  nabla_csv_row (csv, names);
  if (snapshot->race == NULL || snapshot->race->racers->len == 0)
    return;
  g_autofree guint *order = g_new (guint, snapshot->race->racers->len);
  nabla_race_picture_order (snapshot->race, order);
  for (guint i = 0; i < snapshot->race->racers->len; i++)
    {
      const NablaRacer *racer = snapshot->race->racers->pdata[order[i]];
      nabla_csv_index (csv, i + 1);
      nabla_csv_text (csv, racer->name);
      nabla_csv_index (csv, racer->step);
      nabla_csv_number (csv, racer->cost);
      nabla_csv_number (csv, racer->to_minimum);
      nabla_csv_number (csv, racer->train_accuracy);
      nabla_csv_number (csv, racer->dev_accuracy);
      nabla_csv_number (csv, racer->seconds);
      nabla_csv_text (csv, states[racer->state]);
      nabla_csv_end_row (csv);
    }
}

const NablaFigure nabla_figure_standings = {
  .name = "standings",
  .title = N_("Standings"),
  .help = N_("All racers, the leader first, with cost, distance to the minimum or accuracy."),
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .tabulate = tabulate,
};
