/* Commands: the words after `nabla-cli`.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What nabla-cli ends with, so that scripts can tell. */
typedef enum {
  NABLA_EXIT_OK = 0,
  NABLA_EXIT_BAD_INPUT = 1,   /* a file or value: one sentence on standard error */
  NABLA_EXIT_USAGE = 2,       /* the command line itself */
  NABLA_EXIT_DIVERGED = 4,    /* a value was not finite */
  NABLA_EXIT_INTERRUPTED = 130,
} NablaExit;

/**
 * NablaCommand:
 * @name: the word
 * @arguments: (nullable): what follows it in the help, such as `FILE.nabla`
 * @summary: one line; marked N_()
 * @details: (nullable): what else its help says, below the options; marked N_()
 * @run: does it; @argv begins with the command's own word
 *
 * One file a command; the list is in this folder's meson.build.
 */
typedef struct {
  const char *name;
  const char *arguments;
  const char *summary;
  const char *details;
  int (*run) (int argc, char **argv);
} NablaCommand;

/* Returns: (array zero-terminated=1): all commands, in the order to show them */
const NablaCommand *const *nabla_commands (void);

/**
 * nabla_command_parse:
 * @entries: its options
 * @argc, @argv: (inout): what is left of them are the arguments, after the word
 * @least, @most: how many arguments there must be; @most −1 for any number
 *
 * Reads a command's options; `--help` prints help made of @self and @entries.
 *
 * Returns: −1 to go on, else what to exit with
 */
int nabla_command_parse (const NablaCommand *self,
                         const GOptionEntry *entries,
                         int *argc,
                         char ***argv,
                         int least,
                         int most);

/* Prints @error's sentence on standard error. Returns: %NABLA_EXIT_BAD_INPUT */
int nabla_command_fail (const GError *error);

G_END_DECLS
