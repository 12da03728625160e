/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-compat.h"

#include <glib/gi18n-lib.h>

#if GTK_CHECK_VERSION(4, 10, 0)

typedef GFile *(*ChooseFinish) (GtkFileDialog *dialog, GAsyncResult *result, GError **error);

static void
chosen_cb (GObject *dialog, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ChooseFinish finish = g_task_get_task_data (task);
  /* The only errors are that the dialog was dismissed or cancelled. */
  g_task_return_pointer (task, finish (GTK_FILE_DIALOG (dialog), result, NULL), g_object_unref);
}

static void
choose_file (GTask *task,
             GtkWindow *parent,
             NablaChoose what,
             const char *title,
             const char *name,
             GListModel *filters)
{
  static const ChooseFinish finishes[] = {
    [NABLA_CHOOSE_OPEN] = gtk_file_dialog_open_finish,
    [NABLA_CHOOSE_FOLDER] = gtk_file_dialog_select_folder_finish,
    [NABLA_CHOOSE_SAVE] = gtk_file_dialog_save_finish,
  };
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GCancellable *cancellable = g_task_get_cancellable (task);
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_filters (dialog, filters);
  if (name != NULL)
    gtk_file_dialog_set_initial_name (dialog, name);
  g_task_set_task_data (task, finishes[what], NULL);
  switch (what)
    {
    case NABLA_CHOOSE_OPEN:
      gtk_file_dialog_open (dialog, parent, cancellable, chosen_cb, g_object_ref (task));
      break;
    case NABLA_CHOOSE_FOLDER:
      gtk_file_dialog_select_folder (dialog, parent, cancellable, chosen_cb, g_object_ref (task));
      break;
    case NABLA_CHOOSE_SAVE:
      gtk_file_dialog_save (dialog, parent, cancellable, chosen_cb, g_object_ref (task));
      break;
    default:
      g_return_if_reached ();
    }
}

#else

static void
dismiss_cb (GCancellable *cancellable, GtkNativeDialog *dialog)
{
  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_CANCEL);
}

static void
chosen_cb (GtkFileChooserNative *dialog, int response, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_signal_handlers_disconnect_by_func (dialog, chosen_cb, task);
  if (cancellable != NULL)
    g_signal_handlers_disconnect_by_func (cancellable, dismiss_cb, dialog);
  gtk_native_dialog_hide (GTK_NATIVE_DIALOG (dialog));
  GFile *file = response == GTK_RESPONSE_ACCEPT
                  ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                  : NULL;
  g_task_return_pointer (task, file, g_object_unref);
  g_object_unref (task);
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (dialog));
  g_object_unref (dialog);
}

static void
choose_file (GTask *task,
             GtkWindow *parent,
             NablaChoose what,
             const char *title,
             const char *name,
             GListModel *filters)
{
  static const GtkFileChooserAction actions[] = {
    [NABLA_CHOOSE_OPEN] = GTK_FILE_CHOOSER_ACTION_OPEN,
    [NABLA_CHOOSE_FOLDER] = GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
    [NABLA_CHOOSE_SAVE] = GTK_FILE_CHOOSER_ACTION_SAVE,
  };
  GtkFileChooserNative *dialog
    = gtk_file_chooser_native_new (title, parent, actions[what], NULL, NULL);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  for (guint i = 0; filters != NULL && i < g_list_model_get_n_items (filters); i++)
    {
      g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, i);
      gtk_file_chooser_add_filter (chooser, filter);
      if (i == 0)
        gtk_file_chooser_set_filter (chooser, filter);
    }
  if (name != NULL)
    gtk_file_chooser_set_current_name (chooser, name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), g_object_ref (task));
  if (g_task_get_cancellable (task) != NULL)
    g_signal_connect_object (g_task_get_cancellable (task), "cancelled", G_CALLBACK (dismiss_cb),
                             dialog, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

#endif

void
nabla_compat_choose_file_async (GtkWindow *parent,
                                NablaChoose what,
                                const char *title,
                                const char *name,
                                GListModel *filters,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (title != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, nabla_compat_choose_file_async);
  g_task_set_check_cancellable (task, FALSE);
  choose_file (task, parent, what, title, name, filters);
}

GFile *
nabla_compat_choose_file_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, nabla_compat_choose_file_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

#if ADW_CHECK_VERSION(1, 5, 0)

static void
answered_cb (GObject *dialog, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const char *id = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (dialog), result);
  g_task_return_pointer (task, g_strdup (id), g_free);
}

static void
confirm (GTask *task,
         GtkWindow *parent,
         const char *heading,
         const char *body,
         const NablaResponse *responses,
         guint n_responses)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));
  adw_alert_dialog_add_response (dialog, "cancel", _("_Cancel"));
  for (guint i = 0; i < n_responses; i++)
    {
      adw_alert_dialog_add_response (dialog, responses[i].id, responses[i].label);
      adw_alert_dialog_set_response_appearance (dialog, responses[i].id, responses[i].appearance);
    }
  adw_alert_dialog_set_default_response (dialog, responses[n_responses - 1].id);
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_choose (dialog, GTK_WIDGET (parent), NULL, answered_cb, g_object_ref (task));
}

#else

static void
answered_cb (AdwMessageDialog *dialog, const char *id, GTask *task)
{
  g_task_return_pointer (task, g_strdup (id), g_free);
  g_object_unref (task);
}

static void
confirm (GTask *task,
         GtkWindow *parent,
         const char *heading,
         const char *body,
         const NablaResponse *responses,
         guint n_responses)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));
  adw_message_dialog_add_response (dialog, "cancel", _("_Cancel"));
  for (guint i = 0; i < n_responses; i++)
    {
      adw_message_dialog_add_response (dialog, responses[i].id, responses[i].label);
      adw_message_dialog_set_response_appearance (dialog, responses[i].id, responses[i].appearance);
    }
  adw_message_dialog_set_default_response (dialog, responses[n_responses - 1].id);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (answered_cb), g_object_ref (task));
  gtk_window_present (GTK_WINDOW (dialog));
}

#endif

void
nabla_compat_confirm_async (GtkWindow *parent,
                            const char *heading,
                            const char *body,
                            const NablaResponse *responses,
                            guint n_responses,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (heading != NULL && responses != NULL && n_responses > 0);

  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  g_task_set_source_tag (task, nabla_compat_confirm_async);
  confirm (task, parent, heading, body, responses, n_responses);
}

char *
nabla_compat_confirm_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, nabla_compat_confirm_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
