/* nabla: the window.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-app-config.h"
#include "nabla-application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  const char *folder = g_file_test (NABLA_BUILD_LOCALEDIR, G_FILE_TEST_IS_DIR) ? NABLA_BUILD_LOCALEDIR
                                                                               : NABLA_LOCALEDIR;
  const char *charset;
  setlocale (LC_ALL, "");
  /* Names of files and arrays may have any letters, in the C locale too. */
  if (!g_get_charset (&charset) && g_str_equal (charset, "ANSI_X3.4-1968"))
    setlocale (LC_CTYPE, "C.UTF-8");
  gtk_disable_setlocale ();
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* Until it is installed, the schema lies in the build folder. */
  if (g_file_test (NABLA_BUILD_SCHEMADIR "/gschemas.compiled", G_FILE_TEST_EXISTS))
    g_setenv ("GSETTINGS_SCHEMA_DIR", NABLA_BUILD_SCHEMADIR, FALSE);

  g_autoptr (NablaApplication) application = nabla_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
