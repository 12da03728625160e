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
#include "nabla-run-keeper.h"
#include "nabla-runs-page.h"
#include "nabla-search-page.h"
#include "nabla-session.h"
#include "nabla-window.h"
#include "nabla-workbench.h"

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
  NablaWorkbench *workbench;
  NablaBenchPage *bench; /* the workbench's free one */
  NablaSearchPage *search;
  NablaRunsPage *runs;
  NablaRunKeeper *keeper; /* (nullable): writes runs of the bench to the store */
  NablaLearnPage *learn;
  NablaSession *lesson_session;
  NablaBenchPage *lesson_bench;

  char *path;        /* (nullable) of the experiment's file */
  char *saved_text;  /* (nullable) what is in it */
  /* The same of what is being opened: Save must not write one into the other's file. */
  gboolean has_next;
  char *next_path;
  char *next_text;
  gboolean tried_first;  /* the experiment for those who have none was opened already */
  GCancellable *opening; /* (nullable) */
  GtkWindow *sheet;      /* (nullable) for data that were dropped */
  guint focus_tick;      /* 0: the focus is where it is to be */
  guint focus_ticks;
  char *page_before;     /* (nullable) that was seen before presenter mode */
};

/* The actions win.…; keys are given in nabla-window-actions.c. */
void nabla_window_add_actions (NablaWindow *self);

/* The session is to open another experiment: that of the file @path (nullable), which holds
 * @text (nullable). */
void nabla_window_expect (NablaWindow *self, const char *path, const char *text);

/* Leaves presenter mode, if it is on. */
void nabla_window_stop_presenting (NablaWindow *self);

/* Returns: (transfer none) (nullable): the page of the workbench, the search, or the lesson's
 * bench, that is seen */
NablaLabPage *nabla_window_visible_lab (NablaWindow *self);

/* Brings what the user sees of the experiment's file up to date. */
void nabla_window_update_status (NablaWindow *self);

/* Keeps the experiment for the next start; reads it back. */
void nabla_window_keep_experiment (NablaWindow *self);
gboolean nabla_window_restore_experiment (NablaWindow *self);

/* Makes the Learn page; opens any folder with a lesson on it. */
void nabla_window_add_lessons (NablaWindow *self);
void nabla_window_open_lesson (NablaWindow *self, const char *folder);

/* Says in win.panel whether the panel of the page that is seen is there. */
void nabla_window_update_panel (NablaWindow *self);

/* Brings buttons and keys up to date with the page that is shown. */
void nabla_window_update_page (NablaWindow *self);

/* The same after a lesson was opened or left: its keys work at once. */
void nabla_window_lesson_changed (NablaWindow *self);

/* Gives up reading what was dropped. */
void nabla_window_cancel_opening (NablaWindow *self);

void nabla_window_open_dialog (NablaWindow *self);
void nabla_window_save (NablaWindow *self, gboolean as);
void nabla_window_save_model (NablaWindow *self);
/* As nabla_window_export_pytorch_to (), after asking where to. */
void nabla_window_export_pytorch (NablaWindow *self);
void nabla_window_copy_experiment (NablaWindow *self);
void nabla_window_paste_experiment (NablaWindow *self);

G_END_DECLS
