/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-lesson-view.h"

#include "nabla-instrument-card.h"
#include "nabla-lesson-page.h"
#include "nabla-step-dots.h"

#include <glib/gi18n-lib.h>

/* Widths of the column, and of the view from which on each is taken. */
#define COLUMN 472
#define COLUMN_NARROW 376
#define COLUMN_ALONE 640
#define WIDE 1000
#define BESIDE 720

struct _NablaLessonView
{
  GtkWidget parent_instance;
  NablaLesson *lesson;
  guint step;
  const NablaLessonBlock *bench_block; /* the last one that was asked for */
  NablaRunValues values;
  gboolean text_visible;

  GtkWidget *column;
  GtkWidget *caption;
  GtkWidget *title;
  GtkWidget *problems; /* a GtkExpander with the lesson's mistakes, for its author */
  GtkWidget *pages;    /* a GtkStack with a page a step, made when it is first shown */
  GtkWidget *dots;
  GtkWidget *next_label;
  GtkWidget *side; /* a GtkStack: `bench`, `instrument` or `none` */
  GtkWidget *bench;
  GtkWidget *instrument;
  GtkWidget *show_text;
};

G_DEFINE_FINAL_TYPE (NablaLessonView, nabla_lesson_view, GTK_TYPE_WIDGET)

enum
{
  BENCH_WANTED,
  STEP_LEAVING,
  STEP_CHANGED,
  EXERCISE_MET,
  FINISHED,
  LINK_ACTIVATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const NablaLessonStep *
step_at (NablaLessonView *self, guint i)
{
  return g_ptr_array_index (self->lesson->steps, i);
}

static const NablaLessonBlock *
find_block (const NablaLessonStep *step, NablaBlockType type)
{
  for (guint i = 0; i < step->blocks->len; i++)
    {
      const NablaLessonBlock *block = g_ptr_array_index (step->blocks, i);
      if (block->type == type)
        return block;
    }
  return NULL;
}

/* The instrument that stands beside the text: on a step without an experiment. */
static const NablaLessonBlock *
side_instrument (const NablaLessonStep *step)
{
  const NablaLessonBlock *block = find_block (step, NABLA_BLOCK_INSTRUMENT);
  return block != NULL && block->instrument->instrument != NULL
                 && find_block (step, NABLA_BLOCK_EXPERIMENT) == NULL
             ? block
             : NULL;
}

/* The experiment that is on the bench at a step: its own, or that of a step before. */
static const NablaLessonBlock *
bench_at (NablaLessonView *self, guint step)
{
  for (guint i = step + 1; i-- > 0;)
    {
      const NablaLessonBlock *block = find_block (step_at (self, i), NABLA_BLOCK_EXPERIMENT);
      if (block != NULL && block->bench->text != NULL)
        return block;
    }
  return NULL;
}

static NablaLessonPage *
current_page (NablaLessonView *self)
{
  GtkWidget *scrolled = gtk_stack_get_visible_child (GTK_STACK (self->pages));
  if (scrolled == NULL)
    return NULL;
  GtkWidget *viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled));
  return NABLA_LESSON_PAGE (gtk_viewport_get_child (GTK_VIEWPORT (viewport)));
}

static void
exercise_met_cb (NablaLessonView *self)
{
  g_signal_emit (self, signals[EXERCISE_MET], 0, self->step);
}

static void
show_page (NablaLessonView *self)
{
  char name[16];
  g_snprintf (name, sizeof name, "%u", self->step);
  GtkWidget *scrolled = gtk_stack_get_child_by_name (GTK_STACK (self->pages), name);
  if (scrolled == NULL)
    {
      const NablaLessonStep *step = step_at (self, self->step);
      GtkWidget *page = nabla_lesson_page_new (step, side_instrument (step));
      g_signal_connect_swapped (page, "exercise-met", G_CALLBACK (exercise_met_cb), self);
      scrolled = gtk_scrolled_window_new ();
      gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                      GTK_POLICY_AUTOMATIC);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), page);
      gtk_stack_add_named (GTK_STACK (self->pages), scrolled, name);
    }
  gtk_stack_set_visible_child (GTK_STACK (self->pages), scrolled);
}

static void
show_side (NablaLessonView *self)
{
  const NablaLessonBlock *instrument = side_instrument (step_at (self, self->step));
  const NablaLessonBlock *bench = bench_at (self, self->step);
  if (instrument != NULL)
    {
      char name[24];
      g_snprintf (name, sizeof name, "instrument-%u", self->step);
      GtkWidget *card = gtk_stack_get_child_by_name (GTK_STACK (self->instrument), name);
      if (card == NULL)
        {
          const NablaLessonInstrument *block = instrument->instrument;
          card = nabla_instrument_card_new (block->instrument, block->settings,
                                            (const char *const *)block->controls);
          gtk_stack_add_named (GTK_STACK (self->instrument), card, name);
        }
      gtk_stack_set_visible_child (GTK_STACK (self->instrument), card);
      gtk_stack_set_visible_child_name (GTK_STACK (self->side), "instrument");
    }
  else
    gtk_stack_set_visible_child_name (GTK_STACK (self->side), bench != NULL ? "bench" : "none");
  if (bench != NULL && bench != self->bench_block)
    {
      self->bench_block = bench;
      /* The run begins anew: what the last one came to counts no more. */
      nabla_run_values_init (&self->values);
      g_signal_emit (self, signals[BENCH_WANTED], 0, bench->bench);
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
show_heading (NablaLessonView *self)
{
  guint n = self->lesson->steps->len;
  g_autofree char *name = self->lesson->number != NULL
                              ? g_strdup_printf ("%s %s", self->lesson->number, self->lesson->title)
                              : g_strdup (self->lesson->title);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  /* Translators: of a lesson; %u are numbers */
  g_autofree char *place = g_strdup_printf (_("step %u of %u"), self->step + 1, n);
  g_autofree char *caption = g_strdup_printf ("<b>%s</b>  ·  %s", escaped, place);
  gtk_label_set_markup (GTK_LABEL (self->caption), caption);
  gtk_label_set_markup (GTK_LABEL (self->title), step_at (self, self->step)->title);
  nabla_step_dots_set (NABLA_STEP_DOTS (self->dots), n, self->step);
  gtk_label_set_label (GTK_LABEL (self->next_label),
                       self->step + 1 < n ? C_ ("lesson", "_Next") : C_ ("lesson", "_Finish"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "lesson.previous", self->step > 0);
}

void
nabla_lesson_view_set_step (NablaLessonView *self, guint step)
{
  g_return_if_fail (NABLA_IS_LESSON_VIEW (self) && self->lesson != NULL);
  g_return_if_fail (step < self->lesson->steps->len);

  if (step != self->step)
    g_signal_emit (self, signals[STEP_LEAVING], 0);
  self->step = step;
  show_heading (self);
  show_page (self);
  show_side (self);
  nabla_lesson_page_set_values (current_page (self), &self->values);
  g_signal_emit (self, signals[STEP_CHANGED], 0, step);
}

guint
nabla_lesson_view_get_step (NablaLessonView *self)
{
  g_return_val_if_fail (NABLA_IS_LESSON_VIEW (self), 0);

  return self->step;
}

/* What is wrong with the lesson; the rest of it is shown all the same. */
static void
show_problems (NablaLessonView *self)
{
  const GPtrArray *problems = self->lesson->problems;
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < problems->len; i++)
    {
      g_autofree char *problem = nabla_lesson_problem_format (g_ptr_array_index (problems, i));
      g_string_append_printf (text, i > 0 ? "\n%s" : "%s", problem);
    }
  g_autofree char *heading = g_strdup_printf (
      ngettext ("This lesson has %u mistake", "This lesson has %u mistakes", problems->len),
      problems->len);
  gtk_expander_set_label (GTK_EXPANDER (self->problems), heading);
  gtk_label_set_text (GTK_LABEL (gtk_expander_get_child (GTK_EXPANDER (self->problems))),
                      text->str);
  gtk_widget_set_visible (self->problems, problems->len > 0);
}

static void
empty_stack (GtkWidget *stack)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (stack)) != NULL)
    gtk_stack_remove (GTK_STACK (stack), child);
}

void
nabla_lesson_view_set_lesson (NablaLessonView *self, NablaLesson *lesson, guint step)
{
  g_return_if_fail (NABLA_IS_LESSON_VIEW (self));
  g_return_if_fail (lesson == NULL || lesson->steps->len > 0);

  /* Widgets look at the lesson: they go first. */
  empty_stack (self->pages);
  empty_stack (self->instrument);
  g_clear_pointer (&self->lesson, nabla_lesson_free);
  self->lesson = lesson;
  self->bench_block = NULL;
  nabla_run_values_init (&self->values);
  if (lesson == NULL)
    return;
  self->step = MIN (step, lesson->steps->len - 1);
  show_problems (self);
  nabla_lesson_view_set_step (self, self->step);
}

const NablaLesson *
nabla_lesson_view_get_lesson (NablaLessonView *self)
{
  g_return_val_if_fail (NABLA_IS_LESSON_VIEW (self), NULL);

  return self->lesson;
}

gboolean
nabla_lesson_view_is_step_open (NablaLessonView *self)
{
  g_return_val_if_fail (NABLA_IS_LESSON_VIEW (self), FALSE);

  return self->lesson != NULL && nabla_lesson_page_is_open (current_page (self));
}

void
nabla_lesson_view_set_bench (NablaLessonView *self, GtkWidget *bench)
{
  g_return_if_fail (NABLA_IS_LESSON_VIEW (self));
  g_return_if_fail (bench == NULL || GTK_IS_WIDGET (bench));

  GtkWidget *old = gtk_widget_get_first_child (self->bench);
  if (old == bench)
    return;
  if (old != NULL)
    gtk_box_remove (GTK_BOX (self->bench), old);
  if (bench != NULL)
    {
      gtk_widget_set_hexpand (bench, TRUE);
      gtk_widget_set_vexpand (bench, TRUE);
      gtk_box_append (GTK_BOX (self->bench), bench);
    }
}

void
nabla_lesson_view_set_values (NablaLessonView *self, const NablaRunValues *values)
{
  g_return_if_fail (NABLA_IS_LESSON_VIEW (self) && values != NULL);

  self->values = *values;
  if (self->lesson != NULL)
    nabla_lesson_page_set_values (current_page (self), values);
}

void
nabla_lesson_view_set_text_visible (NablaLessonView *self, gboolean visible)
{
  g_return_if_fail (NABLA_IS_LESSON_VIEW (self));

  self->text_visible = visible;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Actions */

static void
next_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  NablaLessonView *self = NABLA_LESSON_VIEW (widget);
  if (self->lesson == NULL)
    return;
  if (self->step + 1 < self->lesson->steps->len)
    nabla_lesson_view_set_step (self, self->step + 1);
  else
    g_signal_emit (self, signals[FINISHED], 0);
}

static void
previous_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  NablaLessonView *self = NABLA_LESSON_VIEW (widget);
  if (self->lesson != NULL && self->step > 0)
    nabla_lesson_view_set_step (self, self->step - 1);
}

static void
text_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  NablaLessonView *self = NABLA_LESSON_VIEW (widget);
  nabla_lesson_view_set_text_visible (self, !self->text_visible);
}

static void
follow_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[LINK_ACTIVATED], 0, g_variant_get_string (parameter, NULL));
}

static void
dot_cb (NablaLessonView *self, guint step)
{
  nabla_lesson_view_set_step (self, step);
}

/* Layout */

static gboolean
has_side (NablaLessonView *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->side)), "none") != 0;
}

static void
nabla_lesson_view_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 240;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 1280 : 720;
}

static void
place (GtkWidget *widget, int x, int width, int height)
{
  gtk_widget_set_child_visible (widget, width > 0);
  if (width > 0)
    gtk_widget_size_allocate (widget, &(GtkAllocation){ x, 0, width, height }, -1);
}

static void
nabla_lesson_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NablaLessonView *self = NABLA_LESSON_VIEW (widget);
  gboolean side = has_side (self), text = self->text_visible || !side;
  int column = !text             ? 0
               : !side           ? MIN (width, COLUMN_ALONE)
               : width >= WIDE   ? COLUMN
               : width >= BESIDE ? COLUMN_NARROW
                                 : width;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int rest = side ? width - column : 0;
  int button, button_height;
  gtk_widget_measure (self->show_text, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &button, NULL, NULL);
  gtk_widget_measure (self->show_text, GTK_ORIENTATION_VERTICAL, -1, NULL, &button_height, NULL,
                      NULL);
  if (!text)
    rest -= button;
  place (self->column,
         !side      ? (width - column) / 2
         : mirrored ? width - column
                    : 0,
         column, height);
  place (self->side, mirrored ? 0 : width - rest, rest, height);
  place (self->show_text, mirrored ? width - button : 0, text ? 0 : button, button_height);
}

static void
nabla_lesson_view_dispose (GObject *object)
{
  NablaLessonView *self = NABLA_LESSON_VIEW (object);
  g_clear_pointer (&self->column, gtk_widget_unparent);
  g_clear_pointer (&self->side, gtk_widget_unparent);
  g_clear_pointer (&self->show_text, gtk_widget_unparent);
  G_OBJECT_CLASS (nabla_lesson_view_parent_class)->dispose (object);
}

static void
nabla_lesson_view_finalize (GObject *object)
{
  g_clear_pointer (&NABLA_LESSON_VIEW (object)->lesson, nabla_lesson_free);
  G_OBJECT_CLASS (nabla_lesson_view_parent_class)->finalize (object);
}

static void
nabla_lesson_view_class_init (NablaLessonViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_lesson_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_lesson_view_finalize;
  widget_class->measure = nabla_lesson_view_measure;
  widget_class->size_allocate = nabla_lesson_view_size_allocate;
  signals[BENCH_WANTED] = g_signal_new ("bench-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[STEP_LEAVING]
      = g_signal_new ("step-leaving", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[STEP_CHANGED] = g_signal_new ("step-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[EXERCISE_MET] = g_signal_new ("exercise-met", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[FINISHED]
      = g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LINK_ACTIVATED] = g_signal_new ("link-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "lesson.next", NULL, next_cb);
  gtk_widget_class_install_action (widget_class, "lesson.previous", NULL, previous_cb);
  gtk_widget_class_install_action (widget_class, "lesson.text", NULL, text_cb);
  gtk_widget_class_install_action (widget_class, "lesson.follow", "s", follow_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK, "lesson.next",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "lesson.previous",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, 0, "lesson.text", NULL);
  gtk_widget_class_set_css_name (widget_class, "nabla-lesson");
}

static GtkWidget *
new_text_button (const char *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("sidebar-show-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "lesson.text");
  return button;
}

static GtkWidget *
new_step_button (const char *icon, GtkWidget *label, gboolean icon_first, const char *action)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  gtk_box_append (GTK_BOX (content), icon_first ? image : label);
  gtk_box_append (GTK_BOX (content), icon_first ? label : image);
  GtkWidget *button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), button);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static GtkWidget *
new_head (NablaLessonView *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->caption = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->caption), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->caption), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->caption, TRUE);
  gtk_widget_add_css_class (self->caption, "nabla-caption");
  gtk_widget_add_css_class (self->caption, "nabla-sec");
  gtk_box_append (GTK_BOX (line), self->caption);
  gtk_box_append (GTK_BOX (line), new_text_button (_("Hide the text (F9)")));

  self->title = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                              "wrap", TRUE, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (self->title, "title-2");
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (head, "nabla-lesson-head");
  gtk_box_append (GTK_BOX (head), line);
  gtk_box_append (GTK_BOX (head), self->title);
  return head;
}

static GtkWidget *
new_problems (void)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  GtkWidget *expander = gtk_expander_new (NULL);
  gtk_expander_set_child (GTK_EXPANDER (expander), label);
  gtk_widget_add_css_class (expander, "nabla-lesson-problems");
  gtk_widget_set_visible (expander, FALSE);
  return expander;
}

static GtkWidget *
new_foot (NablaLessonView *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (foot, "nabla-lesson-foot");
  GtkWidget *previous = new_step_button ("go-previous-symbolic",
                                         gtk_label_new_with_mnemonic (C_ ("lesson", "_Previous")),
                                         TRUE, "lesson.previous");
  gtk_widget_add_css_class (previous, "flat");
  self->next_label = gtk_label_new_with_mnemonic (C_ ("lesson", "_Next"));
  GtkWidget *next = new_step_button ("go-next-symbolic", self->next_label, FALSE, "lesson.next");
  gtk_widget_add_css_class (next, "suggested-action");
  self->dots = nabla_step_dots_new ();
  gtk_widget_set_hexpand (self->dots, TRUE);
  g_signal_connect_swapped (self->dots, "activated", G_CALLBACK (dot_cb), self);
  gtk_box_append (GTK_BOX (foot), previous);
  gtk_box_append (GTK_BOX (foot), self->dots);
  gtk_box_append (GTK_BOX (foot), next);
  return foot;
}

static void
nabla_lesson_view_init (NablaLessonView *self)
{
  self->text_visible = TRUE;
  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->pages = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->pages), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->pages), FALSE);
  gtk_widget_set_vexpand (self->pages, TRUE);
  gtk_box_append (GTK_BOX (self->column), new_head (self));
  self->problems = new_problems ();
  gtk_box_append (GTK_BOX (self->column), self->problems);
  gtk_box_append (GTK_BOX (self->column), self->pages);
  gtk_box_append (GTK_BOX (self->column), new_foot (self));

  self->bench = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->instrument = gtk_stack_new ();
  gtk_widget_add_css_class (self->instrument, "nabla-lesson-instrument");
  self->side = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->side), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->side), FALSE);
  gtk_stack_add_named (GTK_STACK (self->side), self->bench, "bench");
  gtk_stack_add_named (GTK_STACK (self->side), self->instrument, "instrument");
  gtk_stack_add_named (GTK_STACK (self->side), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "none");
  self->show_text = new_text_button (_("Show the text (F9)"));
  gtk_widget_set_margin_start (self->show_text, 6);
  gtk_widget_set_margin_top (self->show_text, 6);

  GtkWidget *const children[] = { self->show_text, self->column, self->side };
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_set_parent (children[i], GTK_WIDGET (self));
  nabla_run_values_init (&self->values);
}

GtkWidget *
nabla_lesson_view_new (void)
{
  return g_object_new (NABLA_TYPE_LESSON_VIEW, NULL);
}
