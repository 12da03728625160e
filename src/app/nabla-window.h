/* The window: pages, what is open in it, and what its menus do.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bench-page.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_WINDOW (nabla_window_get_type ())
G_DECLARE_FINAL_TYPE (NablaWindow, nabla_window, NABLA, WINDOW, AdwApplicationWindow)

/* Returns: (transfer none): a new window of @application, as the last one was left */
NablaWindow *nabla_window_new (AdwApplication *application);

/* Returns: (transfer none): what is on the bench, and the bench itself */
NablaSession *nabla_window_session (NablaWindow *self);
NablaBenchPage *nabla_window_bench (NablaWindow *self);

/* Shows page @name, such as `bench`. */
void nabla_window_show_page (NablaWindow *self, const char *name);

/**
 * nabla_window_open_files:
 * @files: (array length=n): data, experiments, models or lesson folders
 *
 * Opens them as if they were dropped on the window.
 */
void nabla_window_open_files (NablaWindow *self, GFile **files, gsize n);

/* Puts the experiment of @text on the bench; @path (nullable) is where it came from. */
gboolean nabla_window_open_text (NablaWindow *self, const char *text, const char *path, GError **error);

/* Measures frames and speed for @seconds, prints them and quits, see nabla-measure.h. */
void nabla_window_measure (NablaWindow *self, double seconds);

/* The same with a race of six, see nabla-measure-race.h. */
void nabla_window_measure_race (NablaWindow *self, const char *arena, double seconds);

/* Writes the experiment to @path as a PyTorch script, from step 0 on, on a thread; tells
 * the user how it went. */
void nabla_window_export_pytorch_to (NablaWindow *self, const char *path);

/* Shows a sentence for a while. */
void nabla_window_tell (NablaWindow *self, const char *sentence);

G_END_DECLS
