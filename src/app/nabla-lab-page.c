/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-lab-page.h"

G_DEFINE_INTERFACE (NablaLabPage, nabla_lab_page, GTK_TYPE_WIDGET)

static guint panel_changed_signal;

static void
nabla_lab_page_default_init (NablaLabPageInterface *iface)
{
  panel_changed_signal = g_signal_new ("panel-changed", NABLA_TYPE_LAB_PAGE, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

NablaBenchHead *
nabla_lab_page_get_head (NablaLabPage *self)
{
  g_return_val_if_fail (NABLA_IS_LAB_PAGE (self), NULL);

  NablaLabPageInterface *iface = NABLA_LAB_PAGE_GET_IFACE (self);
  return iface->get_head != NULL ? iface->get_head (self) : NULL;
}

GActionGroup *
nabla_lab_page_get_actions (NablaLabPage *self)
{
  g_return_val_if_fail (NABLA_IS_LAB_PAGE (self), NULL);

  NablaLabPageInterface *iface = NABLA_LAB_PAGE_GET_IFACE (self);
  return iface->get_actions != NULL ? iface->get_actions (self) : NULL;
}

void
nabla_lab_page_set_panel_visible (NablaLabPage *self, gboolean visible)
{
  g_return_if_fail (NABLA_IS_LAB_PAGE (self));

  NABLA_LAB_PAGE_GET_IFACE (self)->set_panel_visible (self, visible);
}

gboolean
nabla_lab_page_get_panel_visible (NablaLabPage *self)
{
  g_return_val_if_fail (NABLA_IS_LAB_PAGE (self), FALSE);

  return NABLA_LAB_PAGE_GET_IFACE (self)->get_panel_visible (self);
}

void
nabla_lab_page_set_presenting (NablaLabPage *self, gboolean presenting)
{
  g_return_if_fail (NABLA_IS_LAB_PAGE (self));

  NABLA_LAB_PAGE_GET_IFACE (self)->set_presenting (self, presenting);
}

void
nabla_lab_page_enlarge (NablaLabPage *self, guint number)
{
  g_return_if_fail (NABLA_IS_LAB_PAGE (self));

  NablaLabPageInterface *iface = NABLA_LAB_PAGE_GET_IFACE (self);
  if (iface->enlarge != NULL)
    iface->enlarge (self, number);
}

void
nabla_lab_page_panel_changed (NablaLabPage *self)
{
  g_return_if_fail (NABLA_IS_LAB_PAGE (self));

  g_signal_emit (self, panel_changed_signal, 0);
}
