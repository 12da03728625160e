/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-lesson-text.h"

static gboolean
activate_link_cb (GtkLabel *label, const char *uri)
{
  if (g_str_has_prefix (uri, "http"))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (GTK_WIDGET (label), "lesson.follow", "s", uri);
  return GDK_EVENT_STOP;
}

GtkWidget *
nabla_lesson_text_label (const char *markup, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  g_signal_connect (label, "activate-link", G_CALLBACK (activate_link_cb), NULL);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_list (const NablaLessonBlock *block)
{
  GtkWidget *grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 9);
  for (guint i = 0; i < block->children->len; i++)
    {
      const NablaLessonBlock *item = g_ptr_array_index (block->children, i);
      g_autofree char *number = g_strdup_printf ("%u.", block->start + i);
      GtkWidget *mark = gtk_label_new (block->ordered ? number : "•");
      gtk_widget_set_valign (mark, GTK_ALIGN_START);
      gtk_widget_set_halign (mark, GTK_ALIGN_END);
      gtk_widget_add_css_class (mark, "nabla-lesson-text");
      GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
      gtk_widget_set_hexpand (content, TRUE);
      nabla_lesson_text_append (GTK_BOX (content), item->children);
      gtk_grid_attach (GTK_GRID (grid), mark, 0, i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), content, 1, i, 1, 1);
    }
  return grid;
}

static GtkWidget *
new_table (const NablaLessonBlock *block)
{
  GtkWidget *grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_widget_set_halign (grid, GTK_ALIGN_START);
  for (guint i = 0; i < block->cells->len; i++)
    {
      guint row = i / block->n_columns, column = i % block->n_columns;
      GtkWidget *cell = nabla_lesson_text_label (g_ptr_array_index (block->cells, i),
                                                 row == 0 ? "nabla-lesson-table-head"
                                                          : "nabla-lesson-table-cell");
      char alignment = block->alignments[column];
      gtk_label_set_xalign (GTK_LABEL (cell), alignment == 'r' ? 1 : alignment == 'c' ? 0.5 : 0);
      gtk_grid_attach (GTK_GRID (grid), cell, column, row == 0 ? 0 : row + 1, 1, 1);
    }
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_grid_attach (GTK_GRID (grid), line, 0, 1, block->n_columns, 1);
  return grid;
}

static GtkWidget *
new_code (const NablaLessonBlock *block)
{
  GtkWidget *label = gtk_label_new (block->text);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "monospace");
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), label);
  gtk_widget_add_css_class (scrolled, "nabla-lesson-code");
  return scrolled;
}

static GtkWidget *
new_quote (const NablaLessonBlock *block)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (box, "nabla-lesson-quote");
  nabla_lesson_text_append (GTK_BOX (box), block->children);
  return box;
}

GtkWidget *
nabla_lesson_text_new (const NablaLessonBlock *block)
{
  g_return_val_if_fail (block != NULL, NULL);

  switch (block->type)
    {
    case NABLA_BLOCK_HEADING:
      return nabla_lesson_text_label (block->text, "heading");
    case NABLA_BLOCK_LIST:
      return new_list (block);
    case NABLA_BLOCK_TABLE:
      return new_table (block);
    case NABLA_BLOCK_QUOTE:
      return new_quote (block);
    case NABLA_BLOCK_CODE:
      return new_code (block);
    case NABLA_BLOCK_MATH:
      return nabla_lesson_text_label (block->markup, "nabla-lesson-math");
    case NABLA_BLOCK_PARAGRAPH:
      return nabla_lesson_text_label (block->text, "nabla-lesson-text");
    default:
      g_return_val_if_reached (NULL);
    }
}

void
nabla_lesson_text_append (GtkBox *box, const GPtrArray *blocks)
{
  g_return_if_fail (GTK_IS_BOX (box) && blocks != NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      const NablaLessonBlock *block = g_ptr_array_index (blocks, i);
      if (block->type != NABLA_BLOCK_ITEM && block->type < NABLA_BLOCK_EXPERIMENT)
        gtk_box_append (box, nabla_lesson_text_new (block));
    }
}
