/* nabla-cli export: an experiment or a trained network as a PyTorch script.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-command.h"
#include "nabla-error.h"
#include "nabla-model-file.h"
#include "nabla-pytorch.h"

#include <glib/gi18n-lib.h>

static int run (int argc, char **argv);

const NablaCommand nabla_command_export = {
  .name = "export",
  .arguments = N_ ("FILE.nabla|MODEL"),
  .summary = N_ ("Writes an experiment or a trained network as a PyTorch script"),
  .run = run,
};

/* An experiment at its beginning, or a network where its training ended. */
static NablaTrainer *
open_trainer (const char *path, GError **error)
{
  if (!g_str_has_suffix (path, ".nabla"))
    {
      g_autoptr (NablaModelFile) model = nabla_model_file_load (path, error);
      g_autoptr (NablaProblem) problem
          = model != NULL ? nabla_model_file_problem (model, NULL, NULL, error) : NULL;
      return problem != NULL ? nabla_model_file_resume (model, problem, 1, error) : NULL;
    }
  g_autoptr (NablaExperiment) experiment = nabla_experiment_load (path, error);
  g_autoptr (NablaProblem) problem
      = experiment != NULL ? nabla_problem_new (experiment, NULL, NULL, error) : NULL;
  return problem != NULL ? nabla_trainer_new (experiment, problem, 1, error) : NULL;
}

static int
export_to (const char *path, const char *script, const char *arrays)
{
  g_autoptr (GError) error = NULL;
  if (arrays != NULL && !g_str_has_suffix (arrays, ".npz"))
    g_set_error (&error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                 _ ("--weights %s: the numbers go into a file that numpy reads, NAME.npz"), arrays);
  g_autoptr (NablaTrainer) trainer = error == NULL ? open_trainer (path, &error) : NULL;
  if (trainer == NULL || !nabla_pytorch_export (trainer, script, arrays, &error))
    return nabla_command_fail (error);
  return NABLA_EXIT_OK;
}

static int
run (int argc, char **argv)
{
  g_autofree char *script = NULL, *arrays = NULL;
  const GOptionEntry entries[]
      = { { "pytorch", 0, 0, G_OPTION_ARG_FILENAME, &script, N_ ("Write a PyTorch script"),
            N_ ("OUT.py") },
          { "weights", 0, 0, G_OPTION_ARG_FILENAME, &arrays,
            N_ ("Where its data and weights go (default: beside the script)"), N_ ("OUT.npz") },
          { NULL } };
  int status = nabla_command_parse (&nabla_command_export, entries, &argc, &argv, 1, 1);
  if (status < 0 && script == NULL)
    {
      g_printerr ("%s\n", _ ("Say where the script goes: --pytorch OUT.py."));
      status = NABLA_EXIT_USAGE;
    }
  return status >= 0 ? status : export_to (argv[1], script, arrays);
}
