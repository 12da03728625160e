/* Compat: dialogs that libraries newer than Debian 12's offer in another way.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum {
  NABLA_CHOOSE_OPEN,   /* a file that is there */
  NABLA_CHOOSE_FOLDER, /* a folder that is there */
  NABLA_CHOOSE_SAVE,   /* a name to write to; the dialog asks before it replaces */
} NablaChoose;

/**
 * nabla_compat_choose_file_async:
 * @parent: (nullable): the window in front of which the dialog appears
 * @title: of the dialog
 * @name: (nullable): of a file to save: what is proposed
 * @filters: (nullable): of GtkFileFilter; the first is chosen
 * @cancellable: (nullable): closes the dialog
 *
 * Lets the user choose a file or folder.
 */
void nabla_compat_choose_file_async (GtkWindow *parent,
                                     NablaChoose what,
                                     const char *title,
                                     const char *name,
                                     GListModel *filters,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);

/* Returns: (transfer full) (nullable): the file; %NULL if the user thought better of it */
GFile *nabla_compat_choose_file_finish (GAsyncResult *result);

/**
 * NablaResponse:
 * @id: what nabla_compat_confirm_finish () returns
 * @label: of the button, translated, with a mnemonic
 * @appearance: whether the button is suggested or destructive
 */
typedef struct {
  const char *id;
  const char *label;
  AdwResponseAppearance appearance;
} NablaResponse;

/**
 * nabla_compat_confirm_async:
 * @heading, @body: translated
 * @responses: (array length=n_responses): in the order of the buttons; a button
 *   "Cancel", with the id `cancel`, comes before them by itself. Enter chooses the last.
 *
 * Asks a question.
 */
void nabla_compat_confirm_async (GtkWindow *parent,
                                 const char *heading,
                                 const char *body,
                                 const NablaResponse *responses,
                                 guint n_responses,
                                 GAsyncReadyCallback callback,
                                 gpointer data);

/* Returns: (transfer full): the id of the answer; `cancel` if the dialog was closed */
char *nabla_compat_confirm_finish (GAsyncResult *result);

G_END_DECLS
