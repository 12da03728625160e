/* The terms of one step of the chosen optimizer, side by side: formula, numbers put in, and
 * what comes out for each weight.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-figure-private.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define COLUMN_GAP 14.0
#define ROW_GAP 14.0
/* Between the parts of a card, and more where there is room */
#define PART_GAP 6.0
#define MORE_AIR 7.0
#define BAR_WIDTH 44.0
#define BAR_HEIGHT 9.0
#define LEAST_CARD 96.0
/* Cards grow by whole steps, so that they stand still while numbers change. */
#define CARD_STEP 8.0

/* Parts go one by one where there is no room: the formula first, then the equation. */
enum { WITH_ALL, WITHOUT_FORMULA, VALUES_ONLY };

/* The same words with less and less around them */
static const struct {
  guint detail;
  double formula_size;
  gboolean has_bars;
} attempts[] = {
  { WITH_ALL, NABLA_TEXT_HEADING, TRUE },
  { WITH_ALL, NABLA_TEXT_BODY, TRUE },
  { WITH_ALL, NABLA_TEXT_BODY, FALSE },
  { WITHOUT_FORMULA, NABLA_TEXT_BODY, TRUE },
  { WITHOUT_FORMULA, NABLA_TEXT_BODY, FALSE },
  { VALUES_ONLY, NABLA_TEXT_BODY, TRUE },
  { VALUES_ONLY, NABLA_TEXT_BODY, FALSE },
};

typedef struct {
  double width, height;
  double title, formula, equation;  /* heights */
} Card;

typedef struct {
  const NablaRacePicture *race;
  const NablaFigureContext *context;
  NablaTextStyle title, formula, equation, value;
  double line;
  double number;   /* width of a number */
  guint detail;
  gboolean has_bars;
  double gap;      /* between the parts of a card */
  double left, right, top, bottom;
} Layout;

static const NablaRaceTerm *
term_of (const Layout *self, guint i)
{
  return self->race->terms->pdata[i];
}

static void
measure (const Layout *self, const NablaTextStyle *style, const char *text, double *width, double *height)
{
  double own = 0;
  *height = 0;
  if (text == NULL)
    return;
  nabla_text_measure (self->context->pango, style, text, &own, height);
  *width = MAX (*width, own);
}

static double
name_width (const Layout *self)
{
  double width = 0, height;
  for (guint i = 0; i < G_N_ELEMENTS (self->race->weight_names); i++)
    measure (self, &self->value, self->race->weight_names[i], &width, &height);
  return width;
}

static Card
measure_card (const Layout *self, guint i)
{
  const NablaRaceTerm *term = term_of (self, i);
  Card card = { .width = 0 };
  if (self->detail == VALUES_ONLY && term->n_values == 0)
    return card;
  measure (self, &self->title, term->title, &card.width, &card.title);
  if (self->detail == WITH_ALL)
    measure (self, &self->formula, term->formula, &card.width, &card.formula);
  if (self->detail <= WITHOUT_FORMULA)
    measure (self, &self->equation, term->equation, &card.width, &card.equation);
  if (term->n_values > 0)
    {
      double bars = self->has_bars ? BAR_WIDTH * self->context->line_scale + 8 : 0;
      card.width = MAX (card.width, name_width (self) + 10 + bars + self->number);
    }
  card.width = MAX (card.width, LEAST_CARD * self->context->text_scale);
  card.width = CARD_STEP * ceil (card.width / CARD_STEP);
  card.height = card.title + (card.formula > 0 ? card.formula + self->gap : 0)
                + (card.equation > 0 ? card.equation + self->gap : 0)
                + (term->n_values > 0 ? self->gap + term->n_values * (self->line + 3) : 0);
  return card;
}

/* Lays the cards out row by row. Returns: the height that is needed */
static double
lay_out (const Layout *self, const Card *cards, double (*places)[2])
{
  double x = self->left, y = self->top, row = 0;
  for (guint i = 0; i < self->race->terms->len; i++)
    {
      places[i][0] = x;
      places[i][1] = y;
      if (!(cards[i].width > 0))
        continue;
      if (x > self->left && x + cards[i].width > self->right)
        {
          x = self->left;
          y += row + ROW_GAP;
          row = 0;
        }
      places[i][0] = x;
      places[i][1] = y;
      row = MAX (row, cards[i].height);
      x += cards[i].width + COLUMN_GAP;
    }
  return y + row;
}

/* Cards of a single row share what is left of the width. */
static void
spread (const Layout *self, const Card *cards, double (*places)[2])
{
  const guint n = self->race->terms->len;
  if (n < 2 || places[n - 1][1] != places[0][1])
    return;
  double left = self->right - places[n - 1][0] - cards[n - 1].width;
  double more = CLAMP (left / (n - 1), 0, 2 * COLUMN_GAP);
  for (guint i = 1; i < n; i++)
    places[i][0] += i * more;
}

static void
draw_values (const Layout *self, const NablaRaceTerm *term, double x, double y, NablaMarks *marks)
{
  const NablaFigureContext *context = self->context;
  const guint slot = self->race->chosen >= 0 && (guint) self->race->chosen < self->race->racers->len
                       ? ((const NablaRacer *) self->race->racers->pdata[self->race->chosen])->slot : 0;
  NablaColor color = nabla_color_slot (context->theme, slot);
  const double bar = BAR_WIDTH * context->line_scale, height = BAR_HEIGHT * context->line_scale;
  double largest = 0;
  for (guint i = 0; i < term->n_values; i++)
    if (isfinite (term->values[i]))
      largest = MAX (largest, fabs (term->values[i]));
  double names = name_width (self), bars = x + names + 10;
  for (guint i = 0; i < term->n_values; i++, y += self->line + 3)
    {
      double middle = y + self->line / 2;
      NablaTextStyle style = self->value;
      style.y_align = NABLA_ALIGN_MIDDLE;
      style.italic = TRUE;
      if (self->race->weight_names[i] != NULL)
        nabla_marks_text (marks, &style, x, middle, self->race->weight_names[i]);
      style.italic = FALSE;
      style.bold = i == 0;
      style.x_align = 1;
      char number[NABLA_LABEL_LENGTH];
      double end = bars + (self->has_bars ? bar + 8 : 0) + self->number;
      nabla_marks_text (marks, &style, end, middle, nabla_label_value (term->values[i], number));
      if (!self->has_bars)
        continue;
      double zero = bars + bar / 2;
      double length = largest > 0 && isfinite (term->values[i]) ? term->values[i] / largest * bar / 2 : 0;
      NablaMark *mark
        = nabla_marks_rectangle (marks, length < 0 ? zero + length : zero, middle - height / 2,
                                 fabs (length), height, 1.5, nabla_color_fade (color, i == 0 ? 1 : 0.5));
      mark->series = (int) i;
      nabla_marks_line (marks, floor (zero) + 0.5, middle - self->line / 2 - 1, floor (zero) + 0.5,
                        middle + self->line / 2 + 1, nabla_color (context->theme, NABLA_COLOR_AXIS),
                        context->line_scale);
    }
}

static void
draw_card (const Layout *self, guint i, const Card *card, double x, double y, NablaMarks *marks)
{
  const NablaRaceTerm *term = term_of (self, i);
  if (!(card->width > 0))
    return;
  const double width = MAX (MIN (card->width, self->right - x), 1);
  NablaTextStyle style = self->title;
  style.width = width + 1;
  nabla_marks_text (marks, &style, x, y, term->title);
  y += card->title;
  if (card->formula > 0)
    {
      style = self->formula;
      style.width = width + 1;
      style.max_lines = 2;
      nabla_marks_text (marks, &style, x, y + self->gap, term->formula);
      y += card->formula + self->gap;
    }
  if (card->equation > 0)
    {
      style = self->equation;
      style.width = width + 1;
      style.max_lines = 2;
      nabla_marks_text (marks, &style, x, y + self->gap, term->equation);
      y += card->equation + self->gap;
    }
  if (term->n_values > 0)
    draw_values (self, term, x, y + self->gap, marks);
}

static Layout
layout_of (const NablaRacePicture *race, const NablaFigureContext *context)
{
  Layout self = { .race = race, .context = context };
  self.left = self.top = NABLA_SPACE;
  self.right = context->width - NABLA_SPACE;
  self.bottom = context->height - NABLA_SPACE / 2;
  self.title = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  self.title.bold = TRUE;
  self.formula = nabla_figure_text_style (context, NABLA_TEXT_HEADING, NABLA_COLOR_TEXT);
  self.formula.is_markup = TRUE;
  self.equation = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  self.value = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  NablaTextStyle bold = self.value;
  bold.bold = TRUE;
  nabla_text_measure (context->pango, &bold, "−0.00000", &self.number, &self.line);
  return self;
}

/* Without room for cards: a line for each term that has values, a column for each weight */
static void
draw_table (const Layout *self, NablaMarks *marks)
{
  const NablaRacePicture *race = self->race;
  guint n_lines = 0, n_columns = 0;
  for (guint i = 0; i < race->terms->len; i++)
    {
      n_lines += term_of (self, i)->n_values > 0;
      n_columns = MAX (n_columns, term_of (self, i)->n_values);
    }
  const double column = self->number + 6;
  const double step = CLAMP ((self->bottom - self->top) / (n_lines + 1), self->line, self->line + 9);
  NablaTextStyle style = self->equation;
  style.x_align = 1;
  style.italic = TRUE;
  double y = self->top;
  for (guint k = 0; k < n_columns; k++)
    if (race->weight_names[k] != NULL)
      nabla_marks_text (marks, &style, self->right - (n_columns - 1 - k) * column, y, race->weight_names[k]);
  for (guint i = 0; i < race->terms->len; i++)
    {
      const NablaRaceTerm *term = term_of (self, i);
      if (term->n_values == 0)
        continue;
      y += step;
      if (y + self->line > self->bottom + 0.5)
        return;
      style = self->value;
      style.width = MAX (self->right - self->left - n_columns * column, 1);
      style.max_lines = 1;
      nabla_marks_text (marks, &style, self->left, y, term->title);
      style = self->value;
      style.x_align = 1;
      for (guint k = 0; k < term->n_values; k++)
        {
          char number[NABLA_LABEL_LENGTH];
          style.bold = k == 0;
          nabla_marks_text (marks, &style, self->right - (n_columns - 1 - k) * column, y,
                            nabla_label_value (term->values[k], number));
        }
    }
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  const NablaRacePicture *race = snapshot->race;
  if (race == NULL || race->terms == NULL || race->terms->len == 0)
    {
      nabla_figure_message (context, marks, _("No Terms to Show"),
                            _("Choose a racer, and the terms of its next step stand here."));
      return;
    }
  Layout self = layout_of (race, context);
  const guint n = race->terms->len;
  g_autofree Card *cards = g_new (Card, n);
  double (*places)[2] = g_malloc_n (n, sizeof *places);
  gboolean fits = FALSE;
  for (guint attempt = 0; !fits && attempt < 2 * G_N_ELEMENTS (attempts); attempt++)
    {
      self.detail = attempts[attempt / 2].detail;
      self.has_bars = attempts[attempt / 2].has_bars;
      self.formula.size = attempts[attempt / 2].formula_size * context->text_scale;
      self.gap = PART_GAP + (attempt % 2 == 0 ? MORE_AIR : 0);
      for (guint i = 0; i < n; i++)
        cards[i] = measure_card (&self, i);
      fits = lay_out (&self, cards, places) <= self.bottom + 0.5;
    }
  spread (&self, cards, places);
  for (guint i = 0; fits && i < n; i++)
    draw_card (&self, i, &cards[i], places[i][0], places[i][1], marks);
  if (!fits)
    draw_table (&self, marks);
  g_free (places);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaRacePicture *race = snapshot->race;
  if (race == NULL || race->terms == NULL || race->terms->len == 0 || race->chosen < 0
      || (guint) race->chosen >= race->racers->len)
    return g_strdup (_("No racer is chosen, so there are no terms to tell."));
  const NablaRacer *racer = race->racers->pdata[race->chosen];
  const NablaRaceTerm *update = NULL;
  for (guint i = 0; i < race->terms->len; i++)
    {
      const NablaRaceTerm *term = race->terms->pdata[i];
      if (term->is_update)
        update = term;
    }
  char step[NABLA_LABEL_LENGTH], first[NABLA_LABEL_LENGTH], second[NABLA_LABEL_LENGTH];
  nabla_label_count (race->terms_step, step);
  if (update == NULL || update->n_values == 0)
    /* Translators: a racer, the number of a step */
    return g_strdup_printf (_("%1$s at step %2$s, term by term."), racer->name, step);
  nabla_label_value (update->values[0], first);
  if (update->n_values < 2)
    /* Translators: a racer, the number of a step, a number, the name of a weight */
    return g_strdup_printf (_("%1$s at step %2$s: it moves %4$s by %3$s."), racer->name, step, first,
                            race->weight_names[0] != NULL ? race->weight_names[0] : "w");
  /* Translators: a racer, the number of a step, two numbers */
  return g_strdup_printf (_("%1$s at step %2$s: it moves w by %3$s and b by %4$s."), racer->name, step,
                          first, nabla_label_value (update->values[1], second));
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  const NablaRacePicture *race = snapshot->race;
  static const char *const names[] = { "step", "term", "weight", "value", NULL };
  nabla_csv_row (csv, names);
  for (guint i = 0; race != NULL && race->terms != NULL && i < race->terms->len; i++)
    {
      const NablaRaceTerm *term = race->terms->pdata[i];
      for (guint k = 0; k < term->n_values; k++)
        {
          nabla_csv_index (csv, race->terms_step);
          nabla_csv_text (csv, term->title);
          nabla_csv_text (csv, race->weight_names[k] != NULL ? race->weight_names[k] : "");
          nabla_csv_number (csv, term->values[k]);
          nabla_csv_end_row (csv);
        }
    }
}

const NablaFigure nabla_figure_terms = {
  .name = "terms",
  .title = N_("Term by Term"),
  .help = N_("Each term of the chosen optimizer's next step, with its numbers."),
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .tabulate = tabulate,
};
