/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-instrument.h"

#include "nabla-error.h"
#include "nabla-instrument-list.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>

#define X(name) extern const NablaInstrument nabla_instrument_##name;
NABLA_INSTRUMENTS
#undef X

const NablaInstrument *const *
nabla_instruments (void)
{
#define X(name) &nabla_instrument_##name,
  static const NablaInstrument *const instruments[] = { NABLA_INSTRUMENTS NULL };
#undef X
  return instruments;
}

/* Takes @names, an array of const strings. */
static void
fail_unknown (GError **error, const char *place, const char *word, GPtrArray *names)
{
  g_ptr_array_add (names, NULL);
  g_autofree char *message = nabla_words_unknown (place, word, (const char *const *)names->pdata);
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
  g_ptr_array_unref (names);
}

const NablaInstrument *
nabla_instrument_find (const char *name, GError **error)
{
  g_return_val_if_fail (name != NULL, NULL);

  const NablaInstrument *const *instruments = nabla_instruments ();
  GPtrArray *names = NULL;
  for (guint i = 0; instruments[i] != NULL; i++)
    if (g_str_equal (instruments[i]->name, name))
      return instruments[i];
  names = g_ptr_array_new ();
  for (guint i = 0; instruments[i] != NULL; i++)
    g_ptr_array_add (names, (char *)instruments[i]->name);
  /* Translators: what kind of thing a name is unknown for, before a colon */
  fail_unknown (error, _ ("instrument"), name, names);
  return NULL;
}

guint
nabla_instrument_n_outputs (const NablaInstrument *self)
{
  g_return_val_if_fail (self != NULL, 0);

  guint n = 0;
  while (self->outputs[n].name != NULL)
    n++;
  return n;
}

int
nabla_instrument_find_output (const NablaInstrument *self, const char *name, GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL, -1);

  guint n = nabla_instrument_n_outputs (self);
  for (guint i = 0; i < n; i++)
    if (g_str_equal (self->outputs[i].name, name))
      return i;
  GPtrArray *names = g_ptr_array_new ();
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (names, (char *)self->outputs[i].name);
  fail_unknown (error, self->name, name, names);
  return -1;
}

gboolean
nabla_instrument_set (const NablaInstrument *self,
                      double *settings,
                      const char *key,
                      const char *text,
                      GError **error)
{
  g_return_val_if_fail (self != NULL && settings != NULL, FALSE);
  g_return_val_if_fail (key != NULL && text != NULL, FALSE);

  int i = nabla_param_find (self->params, key);
  if (i < 0)
    {
      GPtrArray *names = g_ptr_array_new ();
      for (const NablaParamSpec *spec = self->params; spec->name != NULL; spec++)
        g_ptr_array_add (names, (char *)spec->name);
      fail_unknown (error, self->name, key, names);
      return FALSE;
    }
  g_autofree char *place = g_strdup_printf ("%s %s", self->name, key);
  return nabla_param_parse (&self->params[i], place, text, &settings[i], error);
}

gboolean
nabla_instrument_compute (
    const NablaInstrument *self, const double *settings, gsize n, double *values, GError **error)
{
  g_return_val_if_fail (self != NULL && settings != NULL && values != NULL, FALSE);

  return self->compute (settings, n, values, error);
}

NablaSnapshot *
nabla_instrument_observe (const NablaInstrument *self,
                          const double *settings,
                          const NablaInstrumentSeries *series,
                          const gint *cancel,
                          double *values,
                          GError **error)
{
  g_return_val_if_fail (self != NULL && self->observe != NULL, NULL);
  g_return_val_if_fail (settings != NULL && values != NULL, NULL);

  return self->observe (settings, series, cancel, values, error);
}

void
nabla_instrument_span (const NablaInstrument *self,
                       guint param,
                       const double *settings,
                       const NablaInstrumentSeries *series,
                       double *low,
                       double *high)
{
  g_return_if_fail (self != NULL && settings != NULL && low != NULL && high != NULL);

  const NablaParamSpec *spec = &self->params[param];
  *low = spec->minimum;
  *high = spec->maximum;
  if (self->span != NULL && self->span (spec->name, settings, series, low, high))
    {
      *low = CLAMP (*low, spec->minimum, spec->maximum);
      *high = CLAMP (*high, *low, spec->maximum);
    }
}

char *
nabla_instrument_sentence (const NablaInstrument *self,
                           const double *settings,
                           const double *values)
{
  g_return_val_if_fail (self != NULL && settings != NULL && values != NULL, NULL);

  return self->sentence (settings, values);
}
