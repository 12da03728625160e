/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-catalogue.h"

#include "nabla-bug.h"
#include "nabla-figure.h"
#include "nabla-generator.h"
#include "nabla-instrument.h"
#include "nabla-optimizer.h"
#include "nabla-schedule.h"

const char *const nabla_catalogue_kinds[] = { "ops", "optimizers", "schedules", "datasets", "views",
                                              "instruments", "bugs", NULL };

/* The registries' structs differ, but for these five fields. */
#define ADD_ALL(items, wanted, word, list)                                                \
  for (guint i = 0; (wanted == NULL || g_str_equal (wanted, word)) && list[i] != NULL; i++) \
    {                                                                                     \
      const NablaCatalogueItem item                                                       \
        = { word, list[i]->name, list[i]->title, list[i]->help, list[i]->params };        \
      g_array_append_val (items, item);                                                   \
    }

GArray *
nabla_catalogue (const char *kind)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (NablaCatalogueItem));
  const NablaOp *const *ops = nabla_ops (NABLA_DOUBLE);
  const NablaOptimizerClass *const *optimizers = nabla_optimizers (NABLA_DOUBLE);
  const NablaSchedule *const *schedules = nabla_schedules ();
  const NablaGenerator *const *generators = nabla_generators ();
  const NablaFigure *const *figures = nabla_figures ();
  const NablaInstrument *const *instruments = nabla_instruments ();
  ADD_ALL (items, kind, "ops", ops)
  ADD_ALL (items, kind, "optimizers", optimizers)
  ADD_ALL (items, kind, "schedules", schedules)
  ADD_ALL (items, kind, "datasets", generators)
  ADD_ALL (items, kind, "views", figures)
  ADD_ALL (items, kind, "instruments", instruments)
  const NablaBug *const *bugs = nabla_bugs (NABLA_DOUBLE);
  for (guint i = 0; (kind == NULL || g_str_equal (kind, "bugs")) && bugs[i] != NULL; i++)
    {
      const NablaCatalogueItem item = { "bugs", bugs[i]->name, bugs[i]->title, bugs[i]->help, NULL };
      g_array_append_val (items, item);
    }
  return items;
}
