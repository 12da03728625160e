/* A small entry for a value, whose owner decides what may stand in it.
 *
 * Return, or going on to something else, emits `typed` (const char *text); the
 * owner answers with nabla_typed_entry_show () or nabla_typed_entry_refuse ().
 * Refused text stays to be mended while the entry has the focus, and gives way to
 * the old value after. Arrow and page keys emit `step` (int by, gboolean is_page),
 * once text that was not yet taken is; Escape takes it back and emits `taken-back`.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_TYPED_ENTRY (nabla_typed_entry_get_type ())
G_DECLARE_FINAL_TYPE (NablaTypedEntry, nabla_typed_entry, NABLA, TYPED_ENTRY, GtkEntry)

GtkWidget *nabla_typed_entry_new (void);

/* How many characters there is room for in any case; four unless set */
void nabla_typed_entry_set_least_width (NablaTypedEntry *self, int n_chars);

/* Shows @text as the value that holds. */
void nabla_typed_entry_show (NablaTypedEntry *self, const char *text);

/* Marks what stands there as wrong. */
void nabla_typed_entry_refuse (NablaTypedEntry *self);

G_END_DECLS
