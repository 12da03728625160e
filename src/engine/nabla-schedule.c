/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-schedule.h"

#include <glib/gi18n-lib.h>

static double
constant_rate (double initial_rate, guint64 epoch, double progress, const double *settings)
{
  return initial_rate;
}

static const NablaSchedule constant = {
  .name = "constant",
  .title = N_("Constant"),
  .help = N_("The learning rate stays as it is."),
  .rate = constant_rate,
};

static const NablaSchedule *const schedules[] = { &constant, NULL };

const NablaSchedule *const *
nabla_schedules (void)
{
  return schedules;
}

const NablaSchedule *
nabla_schedule_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; schedules[i] != NULL; i++)
    if (g_str_equal (schedules[i]->name, name))
      return schedules[i];
  return NULL;
}
