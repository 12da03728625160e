/* A message: what happened in one bold line, what it means in one sentence, and
 * what can be done about it.
 *
 * It stands in the middle of a tile (or of a page) instead of what cannot be
 * shown, or as a strip under what is shown still.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  NABLA_MESSAGE_PLAIN,   /* nothing loaded, does not apply, loading */
  NABLA_MESSAGE_SUCCESS, /* finished */
  NABLA_MESSAGE_WARNING,
  NABLA_MESSAGE_ERROR, /* could not be opened, diverged; announced at once */
} NablaMessageKind;

#define NABLA_TYPE_MESSAGE (nabla_message_get_type ())
G_DECLARE_FINAL_TYPE (NablaMessage, nabla_message, NABLA, MESSAGE, GtkWidget)

/**
 * nabla_message_new:
 * @icon_name: (nullable): NULL for the icon of @kind, which a plain one has not
 * @sentence: (nullable): may have several lines
 *
 * A page: centered, scrolls where it does not fit.
 */
GtkWidget *nabla_message_new (NablaMessageKind kind,
                              const char *icon_name,
                              const char *title,
                              const char *sentence);

/* The same as a strip: flush left, as high as its text. */
GtkWidget *nabla_message_new_strip (NablaMessageKind kind,
                                    const char *icon_name,
                                    const char *title,
                                    const char *sentence);

void nabla_message_set_title (NablaMessage *self, const char *title);
void nabla_message_set_sentence (NablaMessage *self, const char *sentence);

/**
 * nabla_message_set_progress:
 * @fraction: 0 … 1; a negative one takes the bar away
 * @left: (nullable): what is known so far, under the bar
 * @right: (nullable): the time that is left
 */
void nabla_message_set_progress (NablaMessage *self,
                                 double fraction,
                                 const char *left,
                                 const char *right);

/**
 * nabla_message_add_button:
 * @is_suggested: whether it is the remedy, and shown so
 * @is_flat: whether it stands back behind the others
 *
 * Returns: (transfer none): the button, to connect to `clicked` or to give an action
 */
GtkWidget *nabla_message_add_button (NablaMessage *self,
                                     const char *label,
                                     gboolean is_suggested,
                                     gboolean is_flat);

/* Only what happened, for a miniature; tiles do this by themselves. */
void nabla_message_set_compact (NablaMessage *self, gboolean is_compact);

G_END_DECLS
