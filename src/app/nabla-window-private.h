/* What the files of the window share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bench-page.h"
#include "nabla-drop-area.h"
#include "nabla-figure.h"
#include "nabla-learn-page.h"
#include "nabla-progress-card.h"
#include "nabla-session.h"
#include "nabla-window.h"

G_BEGIN_DECLS

struct _NablaWindow {
  AdwApplicationWindow parent_instance;
  NablaDropArea *drop_area;
  AdwToastOverlay *toasts;
  NablaProgressCard *progress;
  AdwHeaderBar *header;
  AdwViewStack *pages;
  GtkToggleButton *panel_button;
  GtkButton *present_button;
  GtkMenuButton *views_button;
  GtkButton *back_button;
  GMenu *examples_menu;

  GSettings *settings;
  NablaSession *session;
  NablaBenchPage *bench;
  NablaLearnPage *learn;
  NablaSession *lesson_session;
  NablaBenchPage *lesson_bench;

  char *path;        /* (nullable) of the experiment's file */
  char *saved_text;  /* (nullable) what is in it */
  GCancellable *opening; /* (nullable) */
  GtkWindow *sheet;      /* (nullable) for data that were dropped */
};

/* The actions win.…; keys are given in nabla-window-actions.c. */
void nabla_window_add_actions (NablaWindow *self);

/* Brings what the user sees of the experiment's file up to date. */
void nabla_window_update_status (NablaWindow *self);

/* Keeps the experiment for the next start; reads it back. */
void nabla_window_keep_experiment (NablaWindow *self);
gboolean nabla_window_restore_experiment (NablaWindow *self);

/* Makes the Learn page; opens any folder with a lesson on it. */
void nabla_window_add_lessons (NablaWindow *self);
void nabla_window_open_lesson (NablaWindow *self, const char *folder);

/* Brings buttons and keys up to date with the page that is shown. */
void nabla_window_update_page (NablaWindow *self);

/* Gives up reading what was dropped. */
void nabla_window_cancel_opening (NablaWindow *self);

void nabla_window_open_dialog (NablaWindow *self);
void nabla_window_save (NablaWindow *self, gboolean as);
void nabla_window_save_model (NablaWindow *self);
void nabla_window_copy_experiment (NablaWindow *self);
void nabla_window_paste_experiment (NablaWindow *self);

G_END_DECLS
