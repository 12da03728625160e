/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-runs-notes.h"

#include <glib/gi18n-lib.h>

#define PAUSE 500 /* ms */

struct _NablaRunsNotes
{
  GtkWidget parent_instance;
  NablaRunsJobs *jobs;
  GtkEditable *title;
  GtkEditable *tags;
  GtkTextBuffer *notes;
  gint64 id;
  guint timeout;
  gboolean in_change;
};

G_DEFINE_FINAL_TYPE (NablaRunsNotes, nabla_runs_notes, GTK_TYPE_WIDGET)

enum
{
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

typedef struct
{
  gint64 id;
  char *title;
  char *tags;
  char *notes;
} Words;

static void
words_free (gpointer data)
{
  Words *self = data;
  g_free (self->title);
  g_free (self->tags);
  g_free (self->notes);
  g_free (self);
}

static gpointer
write_job (NablaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Words *words = data;
  gboolean done = nabla_store_set_title (store, words->id, words->title, error)
                  && nabla_store_set_tags (store, words->id, words->tags, error)
                  && nabla_store_set_notes (store, words->id, words->notes, error);
  return GINT_TO_POINTER (done);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaRunsNotes) self = data;
  g_autoptr (GError) error = NULL;
  nabla_runs_jobs_run_finish (result, &error);
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error);
}

void
nabla_runs_notes_flush (NablaRunsNotes *self)
{
  g_return_if_fail (NABLA_IS_RUNS_NOTES (self));

  if (self->timeout == 0)
    return;
  g_clear_handle_id (&self->timeout, g_source_remove);
  GtkTextIter start, end;
  gtk_text_buffer_get_bounds (self->notes, &start, &end);
  Words *words = g_new0 (Words, 1);
  words->id = self->id;
  words->title = g_strdup (gtk_editable_get_text (self->title));
  words->tags = g_strdup (gtk_editable_get_text (self->tags));
  words->notes = gtk_text_buffer_get_text (self->notes, &start, &end, FALSE);
  nabla_runs_jobs_run_async (self->jobs, write_job, words, words_free, NULL, NULL, written_cb,
                             g_object_ref (self));
}

static gboolean
timeout_cb (gpointer data)
{
  nabla_runs_notes_flush (data);
  return G_SOURCE_REMOVE;
}

static void
edited_cb (NablaRunsNotes *self)
{
  if (self->in_change || self->id == 0)
    return;
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add (PAUSE, timeout_cb, self);
}

void
nabla_runs_notes_set (NablaRunsNotes *self, gint64 id, NablaRunsComparison *comparison)
{
  g_return_if_fail (NABLA_IS_RUNS_NOTES (self));

  nabla_runs_notes_flush (self);
  self->id = comparison != NULL ? id : 0;
  if (comparison == NULL)
    return;
  self->in_change = TRUE;
  gtk_editable_set_text (self->title, comparison->title != NULL ? comparison->title : "");
  gtk_editable_set_text (self->tags, comparison->tags != NULL ? comparison->tags : "");
  gtk_text_buffer_set_text (self->notes, comparison->notes != NULL ? comparison->notes : "", -1);
  self->in_change = FALSE;
}

static void
nabla_runs_notes_dispose (GObject *object)
{
  NablaRunsNotes *self = NABLA_RUNS_NOTES (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (child != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->jobs, nabla_runs_jobs_unref);
  G_OBJECT_CLASS (nabla_runs_notes_parent_class)->dispose (object);
}

static void
nabla_runs_notes_unroot (GtkWidget *widget)
{
  nabla_runs_notes_flush (NABLA_RUNS_NOTES (widget));
  GTK_WIDGET_CLASS (nabla_runs_notes_parent_class)->unroot (widget);
}

static void
nabla_runs_notes_class_init (NablaRunsNotesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_runs_notes_dispose;
  widget_class->unroot = nabla_runs_notes_unroot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[FAILED] = g_signal_new ("failed", NABLA_TYPE_RUNS_NOTES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static GtkEditable *
add_entry (NablaRunsNotes *self, GtkWidget *box, const char *name, const char *placeholder)
{
  GtkWidget *entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), placeholder);
  gtk_widget_set_tooltip_text (entry, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (box), entry);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (edited_cb), self);
  return GTK_EDITABLE (entry);
}

static void
nabla_runs_notes_init (NablaRunsNotes *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (box, "nabla-runs-notes");
  self->title = add_entry (self, box, _ ("Title"), _ ("Title"));
  self->tags = add_entry (self, box, _ ("Tags"), _ ("Tags, such as baseline"));

  GtkWidget *scrolled = gtk_scrolled_window_new (), *text = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (text), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (text), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (text), 8);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (text), 8);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (text), 6);
  gtk_widget_set_tooltip_text (text, _ ("Notes"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Notes"),
                                  -1);
  self->notes = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text));
  g_signal_connect_object (self->notes, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), text);
  gtk_widget_add_css_class (scrolled, "nabla-runs-text");
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

GtkWidget *
nabla_runs_notes_new (NablaRunsJobs *jobs)
{
  g_return_val_if_fail (jobs != NULL, NULL);

  NablaRunsNotes *self = g_object_new (NABLA_TYPE_RUNS_NOTES, NULL);
  self->jobs = nabla_runs_jobs_ref (jobs);
  return GTK_WIDGET (self);
}
