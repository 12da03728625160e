/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-workbench.h"

#include "nabla-instrument-page.h"
#include "nabla-race-page.h"

#include <glib/gi18n-lib.h>

struct _NablaWorkbench
{
  GtkWidget parent_instance;
  GtkStack *stack;
  NablaBenchPage *bench;
  GMenuModel *menu;
  gboolean presenting;
  NablaLabPage *shown; /* (nullable): the page that presents */
};

G_DEFINE_FINAL_TYPE (NablaWorkbench, nabla_workbench, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  PANEL_CHANGED,
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* The laboratory, in the menu's order; instruments that have pictures follow. A page is one
 * line here. */
typedef struct
{
  const char *name;
  const char *title;
  GtkWidget *(*make) (NablaWorkbench *self);
} Lab;

static GtkWidget *
make_race (NablaWorkbench *self)
{
  return nabla_race_page_new (nabla_bench_page_session (self->bench));
}

static const Lab lab_pages[] = {
  { "race", N_ ("Optimizer Race"), make_race },
  { NULL },
};

static void
panel_changed_cb (NablaWorkbench *self, NablaLabPage *page)
{
  if (page == nabla_workbench_get_page (self))
    g_signal_emit (self, signals[PANEL_CHANGED], 0);
}

static void
failed_cb (NablaWorkbench *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

static GtkWidget *
make_page (NablaWorkbench *self, const char *name)
{
  for (guint i = 0; lab_pages[i].name != NULL; i++)
    if (g_str_equal (lab_pages[i].name, name))
      return lab_pages[i].make (self);
  const NablaInstrument *instrument = nabla_instrument_find (name, NULL);
  return instrument != NULL && instrument->tiles != NULL
             ? nabla_instrument_page_new (instrument)
             : NULL;
}

static void
add_page (NablaWorkbench *self, GtkWidget *page, const char *name)
{
  NablaBenchHead *head = nabla_lab_page_get_head (NABLA_LAB_PAGE (page));
  if (head != NULL)
    nabla_bench_head_set_menu (head, self->menu);
  g_signal_connect_object (page, "panel-changed", G_CALLBACK (panel_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, page, name);
}

gboolean
nabla_workbench_show (NablaWorkbench *self, const char *name)
{
  g_return_val_if_fail (NABLA_IS_WORKBENCH (self) && name != NULL, FALSE);

  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, name);
  if (page == NULL)
    {
      page = make_page (self, name);
      if (page == NULL)
        return FALSE;
      add_page (self, page, name);
    }
  gtk_stack_set_visible_child (self->stack, page);
  return TRUE;
}

const char *
nabla_workbench_get_shown (NablaWorkbench *self)
{
  g_return_val_if_fail (NABLA_IS_WORKBENCH (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

NablaLabPage *
nabla_workbench_get_page (NablaWorkbench *self)
{
  g_return_val_if_fail (NABLA_IS_WORKBENCH (self), NULL);

  return NABLA_LAB_PAGE (gtk_stack_get_visible_child (self->stack));
}

void
nabla_workbench_set_presenting (NablaWorkbench *self, gboolean presenting)
{
  g_return_if_fail (NABLA_IS_WORKBENCH (self));

  self->presenting = presenting;
  nabla_lab_page_set_presenting (nabla_workbench_get_page (self), presenting);
}

static void
visible_changed_cb (NablaWorkbench *self)
{
  NablaLabPage *page = nabla_workbench_get_page (self);
  if (self->presenting && self->shown != NULL)
    nabla_lab_page_set_presenting (self->shown, FALSE);
  if (self->presenting && page != NULL)
    nabla_lab_page_set_presenting (page, TRUE);
  self->shown = page;
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[PANEL_CHANGED], 0);
}

static gboolean
nabla_workbench_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (gtk_stack_get_visible_child (NABLA_WORKBENCH (widget)->stack));
}

static void
nabla_workbench_dispose (GObject *object)
{
  NablaWorkbench *self = NABLA_WORKBENCH (object);
  if (self->stack != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->stack, visible_changed_cb, self);
      gtk_widget_unparent (GTK_WIDGET (self->stack));
    }
  self->stack = NULL;
  g_clear_object (&self->menu);
  G_OBJECT_CLASS (nabla_workbench_parent_class)->dispose (object);
}

static void
nabla_workbench_class_init (NablaWorkbenchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_workbench_dispose;
  widget_class->grab_focus = nabla_workbench_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[CHANGED] = g_signal_new ("changed", NABLA_TYPE_WORKBENCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[PANEL_CHANGED] = g_signal_new ("panel-changed", NABLA_TYPE_WORKBENCH, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", NABLA_TYPE_WORKBENCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
nabla_workbench_init (NablaWorkbench *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  /* The panel of a page must not ask for more room than the window has for another one. */
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (visible_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

static void
append_page (GMenu *menu, const char *title, const char *name)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);
  g_menu_item_set_action_and_target (item, "win.workbench", "s", name);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (GMenuModel *examples)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) bench = g_menu_new ();
  append_page (bench, _ ("Free Bench"), NABLA_WORKBENCH_BENCH);
  g_menu_append_submenu (bench, _ ("Examples"), examples);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (bench));

  g_autoptr (GMenu) laboratory = g_menu_new ();
  for (guint i = 0; lab_pages[i].name != NULL; i++)
    append_page (laboratory, _ (lab_pages[i].title), lab_pages[i].name);
  for (const NablaInstrument *const *i = nabla_instruments (); *i != NULL; i++)
    if ((*i)->tiles != NULL)
      append_page (laboratory, _ ((*i)->title), (*i)->name);
  g_menu_append_section (menu, _ ("Laboratory"), G_MENU_MODEL (laboratory));
  return G_MENU_MODEL (menu);
}

GtkWidget *
nabla_workbench_new (NablaBenchPage *bench, GMenuModel *examples)
{
  g_return_val_if_fail (NABLA_IS_BENCH_PAGE (bench) && G_IS_MENU_MODEL (examples), NULL);

  NablaWorkbench *self = g_object_new (NABLA_TYPE_WORKBENCH, NULL);
  self->bench = bench;
  self->menu = make_menu (examples);
  add_page (self, GTK_WIDGET (bench), NABLA_WORKBENCH_BENCH);
  return GTK_WIDGET (self);
}
