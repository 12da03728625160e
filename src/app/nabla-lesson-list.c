/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-lesson-list.h"

#include "nabla-course.h"
#include "nabla-learn-layout.h"
#include "nabla-lesson-text.h"
#include "nabla-ring.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

struct _NablaLessonList
{
  GtkWidget parent_instance;
  char *folder;
  NablaProgress *progress;
  GPtrArray *lessons; /* of NablaLesson */
  GtkWidget *scrolled;
  GtkWidget *top; /* "Continue", and the card beside it */
  GtkWidget *resume;
  GtkWidget *side;
  GtkWidget *below; /* (nullable) */
  GtkWidget *sections;
};

G_DEFINE_FINAL_TYPE (NablaLessonList, nabla_lesson_list, GTK_TYPE_WIDGET)

enum
{
  OPEN_LESSON,
  BENCH_REQUESTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* A picture that fills its place, or an icon where there is none. The place has this
 * size whatever the picture's own. */
static GtkWidget *
new_picture (const NablaLesson *lesson, int width, int height)
{
  GtkWidget *place = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *picture;
  if (lesson->picture != NULL)
    {
      picture = gtk_picture_new_for_filename (lesson->picture);
      gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_COVER);
    }
  else
    picture = gtk_image_new_from_icon_name ("nabla-boundary-symbolic");
  gtk_widget_set_size_request (place, width, height);
  GtkWidget *overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), place);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), picture);
  gtk_widget_set_overflow (overlay, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (overlay, "nabla-lesson-picture");
  return overlay;
}

static char *
format_steps (guint done, guint n)
{
  if (n > 0 && done == n)
    return g_strdup (C_ ("lesson", "done"));
  if (done > 0)
    /* Translators: of the steps of a lesson */
    return g_strdup_printf (ngettext ("%u of %u step", "%u of %u steps", n), done, n);
  return g_strdup_printf (ngettext ("%u step", "%u steps", n), n);
}

static void
open (NablaLessonList *self, const NablaLesson *lesson)
{
  g_signal_emit (self, signals[OPEN_LESSON], 0, lesson->folder,
                 nabla_progress_get_step (self->progress, lesson));
}

/* A section: its heading, and a row a lesson. */

static void
row_activated_cb (NablaLessonList *self, GtkListBoxRow *row)
{
  open (self, g_object_get_data (G_OBJECT (row), "lesson"));
}

static GtkWidget *
new_row (NablaLessonList *self, NablaLesson *lesson)
{
  guint done = nabla_progress_count_done (self->progress, lesson), n = lesson->steps->len;
  g_autofree char *steps_text = format_steps (done, n);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *picture = new_picture (lesson, 72, 46);
  gtk_widget_set_valign (picture, GTK_ALIGN_CENTER);
  GtkWidget *number = gtk_label_new (lesson->number);
  gtk_widget_set_visible (number, lesson->number != NULL);
  gtk_widget_add_css_class (number, "nabla-sec");
  GtkWidget *title = gtk_label_new (lesson->title);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  if (done > 0 && done < n)
    gtk_widget_add_css_class (title, "nabla-lesson-begun");
  GtkWidget *steps = gtk_label_new (steps_text);
  gtk_widget_add_css_class (steps, "nabla-caption");
  gtk_widget_add_css_class (steps, "nabla-sec");
  GtkWidget *ring = nabla_ring_new ();
  nabla_ring_set_fraction (NABLA_RING (ring), n > 0 ? (double)done / n : 0);
  GtkWidget *const parts[] = { picture, number, title, steps, ring };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_box_append (GTK_BOX (box), parts[i]);

  GtkWidget *row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "lesson", lesson);
  g_autofree char *name = g_strdup_printf ("%s, %s", lesson->title, steps_text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static GtkWidget *
new_section (NablaLessonList *self, const char *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                     "label", title, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (heading, "nabla-section");
  GtkWidget *list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_add_css_class (list, "nabla-course");
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), list);
  for (guint i = 0; i < self->lessons->len; i++)
    {
      NablaLesson *lesson = g_ptr_array_index (self->lessons, i);
      if (g_strcmp0 (lesson->section != NULL ? lesson->section : "", title) == 0)
        gtk_list_box_append (GTK_LIST_BOX (list), new_row (self, lesson));
    }
  return box;
}

/* The card "Continue" */

/* The lesson that was open last, if it is not done; else the first one that is not. */
static NablaLesson *
find_next (NablaLessonList *self)
{
  NablaLesson *latest = NULL, *first_open = NULL;
  gint64 latest_time = 0;
  for (guint i = 0; i < self->lessons->len; i++)
    {
      NablaLesson *lesson = g_ptr_array_index (self->lessons, i);
      gint64 time = nabla_progress_get_time (self->progress, lesson);
      if (nabla_progress_count_done (self->progress, lesson) == lesson->steps->len)
        continue;
      if (first_open == NULL)
        first_open = lesson;
      if (time > latest_time)
        {
          latest = lesson;
          latest_time = time;
        }
    }
  if (latest != NULL || first_open != NULL)
    return latest != NULL ? latest : first_open;
  return self->lessons->len > 0 ? g_ptr_array_index (self->lessons, 0) : NULL;
}

static void
continue_cb (NablaLessonList *self)
{
  NablaLesson *lesson = find_next (self);
  if (lesson != NULL)
    open (self, lesson);
}

static void
bench_cb (NablaLessonList *self)
{
  g_signal_emit (self, signals[BENCH_REQUESTED], 0);
}

static GtkWidget *
new_buttons (NablaLessonList *self, gboolean begun, gboolean done)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new_with_mnemonic (done    ? C_ ("lesson", "_Open Again")
                                                    : begun ? C_ ("lesson", "_Continue")
                                                            : C_ ("lesson", "_Start"));
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_add_css_class (button, "nabla-continue");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (continue_cb), self);
  GtkWidget *bench = gtk_button_new_with_mnemonic (_("Go to the _Bench"));
  gtk_widget_add_css_class (bench, "flat");
  g_signal_connect_swapped (bench, "clicked", G_CALLBACK (bench_cb), self);
  gtk_box_append (GTK_BOX (buttons), button);
  gtk_box_append (GTK_BOX (buttons), bench);
  gtk_widget_set_valign (buttons, GTK_ALIGN_END);
  gtk_widget_set_vexpand (buttons, TRUE);
  return buttons;
}

static GtkWidget *
new_bar (guint done, guint n)
{
  GtkWidget *bar = gtk_level_bar_new_for_interval (0, n);
  static const char *const offsets[]
      = { GTK_LEVEL_BAR_OFFSET_LOW, GTK_LEVEL_BAR_OFFSET_HIGH, GTK_LEVEL_BAR_OFFSET_FULL };
  gtk_level_bar_set_mode (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_MODE_DISCRETE);
  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), offsets[i]);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), done);
  gtk_widget_add_css_class (bar, "nabla-steps");
  g_autofree char *label = format_steps (done, n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return bar;
}

static char *
format_where (const NablaLesson *lesson, guint step, gboolean begun)
{
  if (begun)
    return g_strdup_printf (_("Step %u of %u"), step + 1, lesson->steps->len);
  if (lesson->minutes > 0)
    return g_strdup_printf (ngettext ("About %u minute", "About %u minutes", lesson->minutes),
                            lesson->minutes);
  return g_strdup ("");
}

static GtkWidget *
new_resume (NablaLessonList *self, const NablaLesson *lesson)
{
  guint done = nabla_progress_count_done (self->progress, lesson), n = lesson->steps->len;
  guint step = nabla_progress_get_step (self->progress, lesson);
  gboolean begun = nabla_progress_get_time (self->progress, lesson) > 0 && done < n;
  const NablaLessonStep *at = g_ptr_array_index (lesson->steps, step);
  g_autofree char *name = g_strdup_printf ("%s %s", lesson->number != NULL ? lesson->number : "",
                                           begun                     ? lesson->title
                                           : lesson->section != NULL ? lesson->section
                                                                     : "");
  g_autofree char *where = format_where (lesson, step, begun);
  g_autofree char *title = begun ? g_strdup (at->title) : g_markup_escape_text (lesson->title, -1);

  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_add_css_class (text, "nabla-resume-text");
  gtk_widget_set_hexpand (text, TRUE);
  GtkWidget *caption = gtk_label_new (g_strstrip (name));
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_ellipsize (GTK_LABEL (caption), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (caption, "nabla-resume-caption");
  GtkWidget *heading = nabla_lesson_text_label (title, "title-2");
  gtk_box_append (GTK_BOX (text), caption);
  gtk_box_append (GTK_BOX (text), heading);
  if (!begun && lesson->summary != NULL)
    gtk_box_append (GTK_BOX (text),
                    nabla_lesson_text_label (lesson->summary, "nabla-resume-summary"));
  if (*where != '\0')
    {
      GtkWidget *label = gtk_label_new (where);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "nabla-resume-where");
      gtk_widget_add_css_class (label, "nabla-sec");
      gtk_box_append (GTK_BOX (text), label);
    }
  if (begun)
    gtk_box_append (GTK_BOX (text), new_bar (done, n));
  gtk_box_append (GTK_BOX (text), new_buttons (self, begun, done == n));

  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (card, nabla_learn_layout_new_card ());
  gtk_box_append (GTK_BOX (card), new_picture (lesson, -1, -1));
  gtk_box_append (GTK_BOX (card), text);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "nabla-resume");
  gtk_widget_set_overflow (card, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (card, TRUE);
  return card;
}

/* The whole */

static void
load_lessons (NablaLessonList *self)
{
  g_auto (GStrv) folders = nabla_course_list (self->folder);
  g_ptr_array_set_size (self->lessons, 0);
  for (char **folder = folders; *folder != NULL; folder++)
    {
      g_autoptr (GError) error = NULL;
      NablaLesson *lesson = nabla_lesson_load (*folder, NULL, &error);
      if (lesson == NULL)
        g_message ("%s", error->message);
      else if (lesson->steps->len == 0)
        nabla_lesson_free (lesson);
      else
        g_ptr_array_add (self->lessons, lesson);
    }
}

static void
add_sections (NablaLessonList *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->lessons->len; i++)
    {
      const NablaLesson *lesson = g_ptr_array_index (self->lessons, i);
      const char *section = lesson->section != NULL ? lesson->section : "";
      if (!g_hash_table_add (seen, (char *)section))
        continue;
      GtkWidget *child = gtk_flow_box_child_new ();
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), new_section (self, section));
      gtk_widget_set_valign (child, GTK_ALIGN_START);
      /* The rows are what the keyboard goes to. */
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_append (GTK_FLOW_BOX (self->sections), child);
    }
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->sections),
                                          CLAMP (g_hash_table_size (seen), 1, 2));
}

void
nabla_lesson_list_refresh (NablaLessonList *self)
{
  g_return_if_fail (NABLA_IS_LESSON_LIST (self));

  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (self->sections)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->sections), child);
  if (self->resume != NULL)
    gtk_box_remove (GTK_BOX (self->top), self->resume);
  self->resume = NULL;
  load_lessons (self);
  NablaLesson *next = find_next (self);
  if (next != NULL)
    {
      self->resume = new_resume (self, next);
      gtk_box_prepend (GTK_BOX (self->top), self->resume);
    }
  add_sections (self);
}

void
nabla_lesson_list_set_side (NablaLessonList *self, GtkWidget *card)
{
  g_return_if_fail (NABLA_IS_LESSON_LIST (self));
  g_return_if_fail (card == NULL || GTK_IS_WIDGET (card));

  if (card == self->side)
    return;
  if (self->side != NULL)
    gtk_box_remove (GTK_BOX (self->top), self->side);
  self->side = card;
  if (card != NULL)
    gtk_box_append (GTK_BOX (self->top), card);
}

void
nabla_lesson_list_set_below (NablaLessonList *self, GtkWidget *widget)
{
  g_return_if_fail (NABLA_IS_LESSON_LIST (self));
  g_return_if_fail (widget == NULL || GTK_IS_WIDGET (widget));

  GtkWidget *content = gtk_widget_get_parent (self->sections);
  if (self->below != NULL)
    gtk_box_remove (GTK_BOX (content), self->below);
  self->below = widget;
  if (widget != NULL)
    gtk_box_append (GTK_BOX (content), widget);
}

static void
nabla_lesson_list_dispose (GObject *object)
{
  NablaLessonList *self = NABLA_LESSON_LIST (object);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (nabla_lesson_list_parent_class)->dispose (object);
}

static void
nabla_lesson_list_finalize (GObject *object)
{
  NablaLessonList *self = NABLA_LESSON_LIST (object);
  g_ptr_array_unref (self->lessons);
  g_free (self->folder);
  G_OBJECT_CLASS (nabla_lesson_list_parent_class)->finalize (object);
}

static void
nabla_lesson_list_class_init (NablaLessonListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_lesson_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_lesson_list_finalize;
  signals[OPEN_LESSON] = g_signal_new ("open-lesson", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
  signals[BENCH_REQUESTED] = g_signal_new ("bench-requested", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
nabla_lesson_list_init (NablaLessonList *self)
{
  self->lessons = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_lesson_free);
  self->top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (self->top, nabla_learn_layout_new_top ());
  gtk_widget_set_vexpand (self->top, FALSE);
  self->sections = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->sections), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (self->sections), TRUE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->sections), 20);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->sections), 18);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 20);
  gtk_widget_add_css_class (content, "nabla-learn");
  gtk_box_append (GTK_BOX (content), self->top);
  gtk_box_append (GTK_BOX (content), self->sections);
  GtkWidget *clamp = adw_clamp_new ();
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 1144);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 1144);
  adw_clamp_set_child (ADW_CLAMP (clamp), content);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), clamp);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
nabla_lesson_list_new (const char *folder, NablaProgress *progress)
{
  g_return_val_if_fail (folder != NULL && progress != NULL, NULL);

  NablaLessonList *self = g_object_new (NABLA_TYPE_LESSON_LIST, NULL);
  self->folder = g_strdup (folder);
  self->progress = progress;
  nabla_lesson_list_refresh (self);
  return GTK_WIDGET (self);
}
