/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-import-sheet.h"

#include "nabla-import-words.h"
#include "nabla-model-sketch.h"
#include "nabla-preview-table.h"
#include "nabla-split-bar.h"

#include <glib/gi18n-lib.h>

/* Milliseconds between two looks at how far reading is. */
enum { REPORT_INTERVAL = 50 };

struct _NablaImportSheet {
  AdwWindow parent_instance;
  AdwWindowTitle *title;
  GtkWidget *train;
  GtkProgressBar *progress;
  GtkImage *icon;
  GtkLabel *recognized;
  GtkLabel *details;
  GtkWidget *change;
  GtkDropDown *delimiter;
  GtkDropDown *decimal_point;
  GtkDropDown *header;
  GtkDropDown *encoding;
  NablaPreviewTable *table;
  GtkLabel *notes;
  GtkWidget *error_box;
  GtkLabel *error;
  AdwComboRow *label;
  AdwComboRow *task;
  AdwComboRow *missing;
  AdwComboRow *normalize;
  GtkLabel *split_words;
  NablaSplitBar *split;
  GtkLabel *parameters;
  NablaModelSketch *sketch;
  GtkLabel *training;

  NablaImportPlan *plan;      /* what is shown */
  NablaImportChoices choices; /* what the user has said */
  GCancellable *work;         /* (nullable): of the plan that is being made */
  guint timer;
  gboolean updating; /* controls are being set, not used */
};

enum { TRAIN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaImportSheet, nabla_import_sheet, ADW_TYPE_WINDOW)

/* Encodings to choose from; the first is to find out. */
static const char *const encodings[]
  = { NULL,     "UTF-8",        "GB18030",      "Big5",    "SHIFT_JIS",
      "EUC-KR", "WINDOWS-1252", "WINDOWS-1251", "UTF-16LE" };

/* One plan in the making. */
typedef struct {
  NablaImportPlan *previous;
  NablaImportChoices choices;
  gboolean read_again;
  gint thousandths; /* written by the thread, read by the timer */
} Work;

static void
work_free (Work *self)
{
  nabla_import_plan_unref (self->previous);
  nabla_import_choices_clear (&self->choices);
  g_free (self);
}

static void
reading_progress_cb (double fraction, gpointer data)
{
  g_atomic_int_set (&((Work *) data)->thousandths, (gint) (1000 * fraction));
}

static void
work_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  g_autoptr (NablaSource) source = NULL;
  if (work->read_again)
    {
      NablaReadOptions options = nabla_import_choices_read_options (&work->choices);
      source = nabla_source_open (work->previous->source->path, &options, reading_progress_cb, work,
                                  cancellable, &error);
    }
  else
    source = nabla_source_ref (work->previous->source);
  NablaImportPlan *plan
    = source == NULL
        ? NULL
        : nabla_import_plan_new (source, &work->choices, work->previous, cancellable, &error);
  if (plan != NULL)
    g_task_return_pointer (task, plan, (GDestroyNotify) nabla_import_plan_unref);
  else
    g_task_return_error (task, error);
}

static void show_plan (NablaImportSheet *self);

static void
end_work (NablaImportSheet *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->work);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_opacity (GTK_WIDGET (self->progress), 0);
}

static void
planned_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  NablaImportSheet *self = NABLA_IMPORT_SHEET (object);
  g_autoptr (GError) error = NULL;
  NablaImportPlan *plan = g_task_propagate_pointer (G_TASK (result), &error);
  /* Another choice was made meanwhile, or the sheet was closed. */
  if (g_task_get_cancellable (G_TASK (result)) != self->work)
    {
      nabla_import_plan_unref (plan);
      return;
    }
  end_work (self);
  gtk_widget_set_visible (self->error_box, plan == NULL);
  gtk_widget_set_sensitive (self->train, plan != NULL);
  if (plan == NULL)
    {
      gtk_label_set_label (self->error, error->message);
      return;
    }
  G_GNUC_UNUSED g_autoptr (NablaImportPlan) old = g_steal_pointer (&self->plan);
  self->plan = plan;
  show_plan (self);
}

static gboolean
report_cb (gpointer data)
{
  GTask *task = data;
  NablaImportSheet *self = g_task_get_source_object (task);
  Work *work = g_task_get_task_data (task);
  gtk_widget_set_opacity (GTK_WIDGET (self->progress), 1);
  gtk_progress_bar_set_fraction (self->progress, g_atomic_int_get (&work->thousandths) / 1000.0);
  return G_SOURCE_CONTINUE;
}

/* Makes a plan of the choices as they are now; one that is in the making is given up. */
static void
plan_again (NablaImportSheet *self)
{
  const NablaImportChoices *shown = &self->plan->choices, *choices = &self->choices;
  if (self->work != NULL)
    g_cancellable_cancel (self->work);
  end_work (self);
  self->work = g_cancellable_new ();

  Work *work = g_new0 (Work, 1);
  work->previous = nabla_import_plan_ref (self->plan);
  nabla_import_choices_copy (&work->choices, choices);
  work->read_again
    = shown->delimiter != choices->delimiter || shown->decimal_point != choices->decimal_point
      || shown->header != choices->header || g_strcmp0 (shown->encoding, choices->encoding) != 0;
  g_autoptr (GTask) task = g_task_new (self, self->work, planned_cb, NULL);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  self->timer = g_timeout_add_full (G_PRIORITY_DEFAULT, REPORT_INTERVAL, report_cb,
                                    g_object_ref (task), g_object_unref);
  gtk_widget_set_sensitive (self->train, FALSE);
  g_task_run_in_thread (task, work_thread);
}

/* Whether a control was used by the user, not set by the sheet. */
static gboolean
is_used (NablaImportSheet *self)
{
  return !self->updating && self->plan != NULL;
}

static void
reading_changed_cb (NablaImportSheet *self)
{
  if (!is_used (self))
    return;
  NablaImportChoices *choices = &self->choices;
  choices->delimiter = nabla_delimiters[gtk_drop_down_get_selected (self->delimiter)];
  choices->decimal_point = nabla_decimal_points[gtk_drop_down_get_selected (self->decimal_point)];
  choices->header = gtk_drop_down_get_selected (self->header);
  g_free (choices->encoding);
  choices->encoding = g_strdup (encodings[gtk_drop_down_get_selected (self->encoding)]);
  /* The columns may be others now. */
  g_clear_pointer (&choices->label, g_free);
  g_clear_pointer (&choices->leave_out, g_strfreev);
  choices->task = -1;
  plan_again (self);
}

static const char *
selected_label (NablaImportSheet *self)
{
  GtkStringObject *item = adw_combo_row_get_selected_item (self->label);
  return item != NULL ? gtk_string_object_get_string (item) : NULL;
}

static void
label_changed_cb (NablaImportSheet *self)
{
  if (!is_used (self) || selected_label (self) == NULL)
    return;
  g_free (self->choices.label);
  self->choices.label = g_strdup (selected_label (self));
  self->choices.task = -1;
  plan_again (self);
}

static void
task_changed_cb (NablaImportSheet *self)
{
  if (!is_used (self))
    return;
  self->choices.task = adw_combo_row_get_selected (self->task) == 1 ? NABLA_TASK_REGRESSION : -1;
  plan_again (self);
}

static void
missing_changed_cb (NablaImportSheet *self)
{
  if (!is_used (self))
    return;
  self->choices.missing = adw_combo_row_get_selected (self->missing);
  plan_again (self);
}

static void
normalize_changed_cb (NablaImportSheet *self)
{
  if (!is_used (self))
    return;
  self->choices.normalize = (int) adw_combo_row_get_selected (self->normalize);
  plan_again (self);
}

static void
split_changed_cb (NablaImportSheet *self, double train, double dev, double test)
{
  self->choices.train = train;
  self->choices.dev = dev;
  self->choices.test = test;
  plan_again (self);
}

static void
toggled_cb (NablaImportSheet *self, const char *name, gboolean is_in)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  for (char **other = self->choices.leave_out; other != NULL && *other != NULL; other++)
    if (!g_str_equal (*other, name))
      g_strv_builder_add (names, *other);
  if (!is_in)
    g_strv_builder_add (names, name);
  g_strfreev (self->choices.leave_out);
  self->choices.leave_out = g_strv_builder_end (names);
  plan_again (self);
}

static void
train_cb (NablaImportSheet *self)
{
  g_autofree char *text = nabla_import_plan_text (self->plan);
  g_autofree char *path = g_canonicalize_filename (self->plan->source->path, NULL);
  g_signal_emit (self, signals[TRAIN], 0, text, path);
  gtk_window_close (GTK_WINDOW (self));
}

static void
set_label (GtkLabel *label, char *text)
{
  gtk_label_set_label (label, text);
  g_free (text);
}

static void
set_subtitle (AdwComboRow *row, char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), markup);
  g_free (text);
}

/* The columns or arrays that could be y. */
static void
show_labels (NablaImportSheet *self)
{
  const NablaSource *source = self->plan->source;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n = source->table != NULL ? source->table->n_columns : source->n_arrays, selected = 0;
  for (guint j = 0; j < n; j++)
    {
      const char *name
        = source->table != NULL ? source->table->columns[j].name : source->arrays[j]->name;
      gtk_string_list_append (names, name);
      if (g_str_equal (name, self->plan->dataset->label_name))
        selected = j;
    }
  adw_combo_row_set_model (self->label, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->label, selected);
  set_subtitle (self->label, nabla_import_label_words (self->plan));
}

/* Words are classes, and many numbers are values, but few numbers may be either. */
static void
show_task (NablaImportSheet *self)
{
  const NablaPreviewColumn *label = &self->plan->preview->columns[0];
  gboolean is_class = self->plan->dataset->n_classes > 0;
  gboolean can_choose = self->plan->source->table != NULL && label->is_label && !label->is_text
                        && (is_class || self->choices.task >= 0);
  gtk_widget_set_visible (GTK_WIDGET (self->task), can_choose);
  adw_combo_row_set_selected (self->task, is_class ? 0 : 1);
}

static void
show_notes (NablaImportSheet *self)
{
  g_autofree char *text = g_strjoinv ("\n", self->plan->notes);
  gtk_label_set_label (self->notes, text);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), *text != '\0');
}

/* While it is dragged, the bar is ahead of the plan. */
static void
show_split (NablaImportSheet *self)
{
  const NablaImportPlan *plan = self->plan;
  nabla_split_bar_set_total (self->split, plan->dataset->m);
  if (self->choices.train < 0)
    nabla_split_bar_set_shares (self->split, plan->choices.train, plan->choices.dev,
                                plan->choices.test);
  nabla_split_bar_set_counts (self->split, plan->sizes[NABLA_SPLIT_TRAIN],
                              plan->sizes[NABLA_SPLIT_DEV], plan->sizes[NABLA_SPLIT_TEST]);
  set_label (self->split_words, nabla_import_split_words (plan));
}

static void
show_plan (NablaImportSheet *self)
{
  const NablaImportPlan *plan = self->plan;
  self->updating = TRUE;
  adw_window_title_set_subtitle (self->title, plan->source->title);
  gtk_image_set_from_icon_name (self->icon, plan->dataset->image_height > 0
                                              ? "image-x-generic-symbolic"
                                              : "x-office-spreadsheet-symbolic");
  set_label (self->recognized, nabla_import_title (plan));
  set_label (self->details, nabla_import_details (plan));
  gtk_widget_set_visible (self->change, plan->source->delimiter != 0);
  nabla_preview_table_show (self->table, plan->preview,
                            (const char *const *) self->choices.leave_out);
  show_notes (self);
  show_labels (self);
  show_task (self);
  set_subtitle (self->missing, nabla_import_missing_words (plan));
  gtk_widget_set_sensitive (GTK_WIDGET (self->missing), plan->n_missing > 0);
  adw_combo_row_set_selected (self->missing, plan->choices.missing);
  adw_combo_row_set_selected (self->normalize, (guint) plan->choices.normalize);
  show_split (self);
  set_label (self->parameters, nabla_import_parameters_words (plan));
  nabla_model_sketch_set_plan (self->sketch, self->plan);
  set_label (self->training, nabla_import_training_words (plan));
  self->updating = FALSE;
}

static void
nabla_import_sheet_dispose (GObject *object)
{
  NablaImportSheet *self = NABLA_IMPORT_SHEET (object);
  if (self->work != NULL)
    g_cancellable_cancel (self->work);
  g_clear_object (&self->work);
  g_clear_handle_id (&self->timer, g_source_remove);
  G_OBJECT_CLASS (nabla_import_sheet_parent_class)->dispose (object);
}

static void
nabla_import_sheet_finalize (GObject *object)
{
  NablaImportSheet *self = NABLA_IMPORT_SHEET (object);
  nabla_import_plan_unref (self->plan);
  nabla_import_choices_clear (&self->choices);
  G_OBJECT_CLASS (nabla_import_sheet_parent_class)->finalize (object);
}

static void
nabla_import_sheet_class_init (NablaImportSheetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->dispose = nabla_import_sheet_dispose;
  object_class->finalize = nabla_import_sheet_finalize;
  signals[TRAIN] = g_signal_new ("train", NABLA_TYPE_IMPORT_SHEET, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (NABLA_TYPE_PREVIEW_TABLE);
  g_type_ensure (NABLA_TYPE_MODEL_SKETCH);
  g_type_ensure (NABLA_TYPE_SPLIT_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/nabla/Nabla/app/nabla-import-sheet.ui");
#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, NablaImportSheet, name)
  CHILD (title);
  CHILD (train);
  CHILD (progress);
  CHILD (icon);
  CHILD (recognized);
  CHILD (details);
  CHILD (change);
  CHILD (delimiter);
  CHILD (decimal_point);
  CHILD (header);
  CHILD (encoding);
  CHILD (table);
  CHILD (notes);
  CHILD (error_box);
  CHILD (error);
  CHILD (label);
  CHILD (task);
  CHILD (missing);
  CHILD (normalize);
  CHILD (split_words);
  CHILD (split);
  CHILD (parameters);
  CHILD (sketch);
  CHILD (training);
#undef CHILD
  gtk_widget_class_bind_template_callback (widget_class, reading_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, label_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, task_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, missing_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, normalize_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, split_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, train_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
nabla_import_sheet_init (NablaImportSheet *self)
{
  self->choices = (NablaImportChoices) NABLA_IMPORT_CHOICES_INIT;
  gtk_widget_init_template (GTK_WIDGET (self));
  GtkStringList *names = GTK_STRING_LIST (gtk_drop_down_get_model (self->encoding));
  for (guint i = 1; i < G_N_ELEMENTS (encodings); i++)
    gtk_string_list_append (names, encodings[i]);
}

GtkWidget *
nabla_import_sheet_new (GtkWindow *parent, NablaImportPlan *plan)
{
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (plan != NULL, NULL);

  NablaImportSheet *self = g_object_new (NABLA_TYPE_IMPORT_SHEET, "transient-for", parent, NULL);
  self->plan = nabla_import_plan_ref (plan);
  show_plan (self);
  /* Else it would be on Cancel, which Return would press then. */
  gtk_window_set_focus (GTK_WINDOW (self), self->train);
  return GTK_WIDGET (self);
}

NablaImportPlan *
nabla_import_sheet_get_plan (NablaImportSheet *self)
{
  g_return_val_if_fail (NABLA_IS_IMPORT_SHEET (self), NULL);

  return self->plan;
}

gboolean
nabla_import_sheet_is_busy (NablaImportSheet *self)
{
  g_return_val_if_fail (NABLA_IS_IMPORT_SHEET (self), FALSE);

  return self->work != NULL;
}
