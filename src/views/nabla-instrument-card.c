/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-instrument-card.h"

#include "nabla-instrument-picture.h"
#include "nabla-param-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Wider than this, the rows stand beside the picture. */
#define WIDE 560
#define ROWS_WIDTH 300
#define LEAST_PICTURE 180

struct _NablaInstrumentCard
{
  GtkWidget parent_instance;
  const NablaInstrument *instrument;
  double settings[NABLA_MAX_PARAMS];
  double values[NABLA_MAX_OUTPUTS];
  GtkWidget *head;
  GtkWidget *picture; /* (nullable) */
  GtkWidget *rows;
  GtkWidget *sentence;
};

G_DEFINE_FINAL_TYPE (NablaInstrumentCard, nabla_instrument_card, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* Computes and shows; @from_picture if it knows already. */
static void
update (NablaInstrumentCard *self, gboolean from_picture)
{
  g_autoptr (GError) error = NULL;
  if (!nabla_instrument_compute (self->instrument, self->settings, 1, self->values, &error))
    {
      gtk_label_set_text (GTK_LABEL (self->sentence), error->message);
      return;
    }
  g_autofree char *sentence
      = nabla_instrument_sentence (self->instrument, self->settings, self->values);
  gtk_label_set_text (GTK_LABEL (self->sentence), sentence);
  if (self->picture != NULL && !from_picture)
    nabla_instrument_picture_set (NABLA_INSTRUMENT_PICTURE (self->picture), self->settings);
}

/* Shows in its row, if it has one, what was set elsewhere. */
static void
show_in_row (NablaInstrumentCard *self, guint i)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->rows); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (NABLA_IS_PARAM_ROW (row)
        && g_str_equal (nabla_param_row_get_spec (NABLA_PARAM_ROW (row))->name,
                        self->instrument->params[i].name))
      nabla_param_row_set_value (NABLA_PARAM_ROW (row), self->settings[i]);
}

static void
row_changed_cb (NablaInstrumentCard *self, const char *text, NablaParamRow *row)
{
  const NablaParamSpec *spec = nabla_param_row_get_spec (row);
  if (!nabla_instrument_set (self->instrument, self->settings, spec->name, text, NULL))
    return;
  update (self, FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
moved_cb (NablaInstrumentCard *self, double x, double y)
{
  const double place[] = { x, y };
  for (int i = 0; i < 2; i++)
    {
      int param = nabla_param_find (self->instrument->params, self->instrument->plane[i]);
      self->settings[param] = place[i];
      show_in_row (self, param);
    }
  update (self, TRUE);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Layout: head, then picture and rows below or beside each other, then the sentence. */

typedef struct
{
  int head, sentence, rows;
} Heights;

static int
height_for (GtkWidget *widget, int width)
{
  int natural;
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static Heights
heights_for (NablaInstrumentCard *self, int width)
{
  gboolean beside = width >= WIDE && self->picture != NULL;
  return (Heights){ height_for (self->head, width), height_for (self->sentence, width),
                    height_for (self->rows, beside ? ROWS_WIDTH : width) };
}

static void
nabla_instrument_card_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  NablaInstrumentCard *self = NABLA_INSTRUMENT_CARD (widget);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int rows;
      gtk_widget_measure (self->rows, GTK_ORIENTATION_HORIZONTAL, -1, &rows, NULL, NULL, NULL);
      *minimum = MAX (240, rows);
      *natural = MAX (416, rows);
      return;
    }
  int width = for_size > 0 ? for_size : 416;
  Heights heights = heights_for (self, width);
  int around = heights.head + heights.sentence;
  if (self->picture == NULL)
    *minimum = *natural = around + heights.rows;
  else if (width >= WIDE)
    {
      *minimum = around + MAX (LEAST_PICTURE, heights.rows);
      *natural = around + MAX ((width - ROWS_WIDTH) * 3 / 4, heights.rows);
    }
  else
    {
      *minimum = around + LEAST_PICTURE + heights.rows;
      *natural = around + width * 5 / 8 + heights.rows;
    }
}

static void
place (GtkWidget *widget, int x, int y, int width, int height)
{
  if (widget != NULL)
    gtk_widget_size_allocate (widget, &(GtkAllocation){ x, y, MAX (0, width), MAX (0, height) },
                              -1);
}

static void
nabla_instrument_card_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NablaInstrumentCard *self = NABLA_INSTRUMENT_CARD (widget);
  Heights heights = heights_for (self, width);
  int middle = height - heights.head - heights.sentence;
  place (self->head, 0, 0, width, heights.head);
  place (self->sentence, 0, height - heights.sentence, width, heights.sentence);
  if (self->picture == NULL)
    place (self->rows, 0, heights.head, width, middle);
  else if (width >= WIDE)
    {
      place (self->picture, 0, heights.head, width - ROWS_WIDTH, middle);
      place (self->rows, width - ROWS_WIDTH, heights.head, ROWS_WIDTH, heights.rows);
    }
  else
    {
      place (self->picture, 0, heights.head, width, middle - heights.rows);
      place (self->rows, 0, heights.head + middle - heights.rows, width, heights.rows);
    }
}

static GtkSizeRequestMode
nabla_instrument_card_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
nabla_instrument_card_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (nabla_instrument_card_parent_class)->dispose (object);
}

static void
nabla_instrument_card_class_init (NablaInstrumentCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_instrument_card_dispose;
  widget_class->measure = nabla_instrument_card_measure;
  widget_class->size_allocate = nabla_instrument_card_size_allocate;
  widget_class->get_request_mode = nabla_instrument_card_get_request_mode;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "nabla-instrument");
}

static void
nabla_instrument_card_init (NablaInstrumentCard *self)
{
  self->head = gtk_label_new (NULL);
  self->rows = gtk_list_box_new ();
  self->sentence = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->head), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->head), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->head, "nabla-title");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->rows, "nabla-instrument-rows");
  gtk_label_set_xalign (GTK_LABEL (self->sentence), 0);
  gtk_label_set_wrap (GTK_LABEL (self->sentence), TRUE);
  gtk_widget_add_css_class (self->sentence, "nabla-sentence");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-tile");
}

GtkWidget *
nabla_instrument_card_new (const NablaInstrument *instrument,
                           const double *settings,
                           const char *const *controls)
{
  g_return_val_if_fail (instrument != NULL, NULL);

  NablaInstrumentCard *self = g_object_new (NABLA_TYPE_INSTRUMENT_CARD, NULL);
  self->instrument = instrument;
  nabla_param_defaults (instrument->params, self->settings);
  if (settings != NULL)
    memcpy (self->settings, settings, nabla_param_count (instrument->params) * sizeof (double));
  gtk_label_set_text (GTK_LABEL (self->head), _ (instrument->title));
  gtk_widget_set_tooltip_text (self->head, _ (instrument->help));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (instrument->title), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ (instrument->help), -1);
  for (guint i = 0; instrument->params[i].name != NULL; i++)
    {
      const NablaParamSpec *spec = &instrument->params[i];
      if (controls != NULL && *controls != NULL && !g_strv_contains (controls, spec->name))
        continue;
      GtkWidget *row = nabla_param_row_new (spec);
      nabla_param_row_set_value (NABLA_PARAM_ROW (row), self->settings[i]);
      nabla_param_row_set_default (NABLA_PARAM_ROW (row), self->settings[i]);
      g_signal_connect_swapped (row, "changed", G_CALLBACK (row_changed_cb), self);
      gtk_list_box_append (GTK_LIST_BOX (self->rows), row);
    }
  if (instrument->plane[0] != NULL)
    {
      self->picture = nabla_instrument_picture_new (instrument);
      g_signal_connect_swapped (self->picture, "moved", G_CALLBACK (moved_cb), self);
    }
  /* In the order in which the keyboard goes through them. */
  GtkWidget *const children[] = { self->head, self->picture, self->rows, self->sentence };
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    if (children[i] != NULL)
      gtk_widget_set_parent (children[i], GTK_WIDGET (self));
  update (self, FALSE);
  return GTK_WIDGET (self);
}

const double *
nabla_instrument_card_get_settings (NablaInstrumentCard *self)
{
  g_return_val_if_fail (NABLA_IS_INSTRUMENT_CARD (self), NULL);

  return self->settings;
}

const double *
nabla_instrument_card_get_values (NablaInstrumentCard *self)
{
  g_return_val_if_fail (NABLA_IS_INSTRUMENT_CARD (self), NULL);

  return self->values;
}

gboolean
nabla_instrument_card_set (NablaInstrumentCard *self,
                           const char *key,
                           const char *text,
                           GError **error)
{
  g_return_val_if_fail (NABLA_IS_INSTRUMENT_CARD (self) && key != NULL && text != NULL, FALSE);

  if (!nabla_instrument_set (self->instrument, self->settings, key, text, error))
    return FALSE;
  show_in_row (self, nabla_param_find (self->instrument->params, key));
  update (self, FALSE);
  return TRUE;
}
