/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gcc-compat-show.h - the part of gcc-compat.h that shows: diagnostics, their
   paths, names and style.  GCC's newest versions rebuilt most of this.

   Included by gcc-compat.h only.  */

#ifndef ESC_GCC_COMPAT_SHOW_H
#define ESC_GCC_COMPAT_SHOW_H

#include "diagnostic.h"
#include "opts-diagnostic.h"
#include "tree-diagnostic.h"
#include "gcc-rich-location.h"
#if GCCPLUGIN_VERSION_MAJOR >= 16
#include "diagnostics/file-cache.h"
#include "diagnostics/metadata.h"
#include "diagnostics/text-sink.h"
#include "simple-diagnostic-path.h"
#include "tree-logical-location.h"
#elif GCCPLUGIN_VERSION_MAJOR >= 15
#include "diagnostic-format-text.h"
#include "diagnostic-metadata.h"
#include "simple-diagnostic-path.h"
#else
#include "diagnostic-metadata.h"
#include "diagnostic-path.h"
#endif

/* ---- source ------------------------------------------------------------- */

/* The text of line LINE of FILE, and its length in *SIZE; or NULL.  */
static inline const char *
esc_gcc_source_line (const char *file, int line, size_t *size)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
  auto span = global_dc->get_file_cache ().get_source_line (file, line);
#else
  auto span = location_get_source_line (file, line);
#endif
  *size = span ? span.length () : 0;
  return span ? span.get_buffer () : NULL;
}

/* ---- names of our own ----------------------------------------------------

   GCC writes an option's name in the last bracket of a warning, and as the
   rule of a SARIF result, and asks a hook for it.  A plugin cannot have an
   option, so the hook is ours: it answers with esc_gcc_label while our own
   diagnostic is being shown, and otherwise asks GCC's.

   13 has rules in the metadata, which a terminal shows in a bracket of their
   own, before -Werror's, and SARIF does not show: no use to us.  */

extern const char *esc_gcc_label; /* diagnostics.cc; or NULL */

#if GCCPLUGIN_VERSION_MAJOR >= 15

/* Since 15 a class asks, and whoever sets one deletes the one before.  */
#if GCCPLUGIN_VERSION_MAJOR >= 16
typedef diagnostics::option_id_manager esc_gcc_names_base;
typedef compiler_diagnostic_option_id_manager esc_gcc_names_gcc;
typedef diagnostics::option_id esc_gcc_option;
typedef enum diagnostics::kind esc_gcc_kind;
typedef diagnostics::metadata esc_gcc_metadata;
#define ESC_GCC_WARNING diagnostics::kind::warning
#else
typedef diagnostic_option_manager esc_gcc_names_base;
typedef compiler_diagnostic_option_manager esc_gcc_names_gcc;
typedef diagnostic_option_id esc_gcc_option;
typedef diagnostic_t esc_gcc_kind;
typedef diagnostic_metadata esc_gcc_metadata;
#define ESC_GCC_WARNING DK_WARNING
#endif

class esc_gcc_names : public esc_gcc_names_base
{
public:
  esc_gcc_names ()
      : m_gcc (*global_dc, lang_hooks.option_lang_mask (), &global_options)
  {
  }

  int
  option_enabled_p (esc_gcc_option option) const final override
  {
    return m_gcc.option_enabled_p (option);
  }

  char *
  make_option_name (esc_gcc_option option, esc_gcc_kind was,
                    esc_gcc_kind is) const final override
  {
    if (esc_gcc_label && was == ESC_GCC_WARNING)
      return xstrdup (esc_gcc_label);
    return m_gcc.make_option_name (option, was, is);
  }

  char *
  make_option_url (esc_gcc_option option) const final override
  {
    return m_gcc.make_option_url (option);
  }

private:
  esc_gcc_names_gcc m_gcc;
};

static inline void
esc_gcc_names_install (void)
{
  std::unique_ptr<esc_gcc_names_base> names (new esc_gcc_names);
#if GCCPLUGIN_VERSION_MAJOR >= 16
  global_dc->set_option_id_manager (std::move (names),
                                    lang_hooks.option_lang_mask ());
#else
  global_dc->set_option_manager (std::move (names),
                                 lang_hooks.option_lang_mask ());
#endif
}

#else

typedef diagnostic_metadata esc_gcc_metadata;

#if GCCPLUGIN_VERSION_MAJOR >= 14
typedef const diagnostic_context esc_gcc_asking;
#else
typedef diagnostic_context esc_gcc_asking;
#endif

static inline char *
esc_gcc_name (esc_gcc_asking *dc, int option, diagnostic_t was, diagnostic_t is)
{
  if (esc_gcc_label && was == DK_WARNING)
    return xstrdup (esc_gcc_label);
  return option_name (dc, option, was, is);
}

static inline void
esc_gcc_names_install (void)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
  global_dc->set_option_hooks (option_enabled, &global_options, esc_gcc_name,
                               get_option_url, lang_hooks.option_lang_mask ());
#else
  global_dc->option_name = esc_gcc_name;
#endif
}
#endif

/* ---- warnings ----------------------------------------------------------- */

/* Is -Werror in force?  Change it to WANTED.  */
static inline bool
esc_gcc_werror (bool wanted)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
  bool before = global_dc->warning_as_error_requested_p ();
  global_dc->set_warning_as_error_requested (wanted);
#else
  bool before = global_dc->warning_as_error_requested;
  global_dc->warning_as_error_requested = wanted;
#endif
  return before;
}

/* Warn at WHERE with CWE (0: none) and LABEL in the last two brackets; as an
   error if AS_ERROR, exactly as -Werror makes it.  TEXT is GCC's format, which
   takes no arguments.  Returns whether it was shown.  */
static inline bool
esc_gcc_warn (rich_location *where, int cwe, const char *label, bool as_error,
              const char *text)
{
  static bool installed;
  if (!installed)
    esc_gcc_names_install ();
  installed = true;
  esc_gcc_metadata metadata;
  if (cwe)
    metadata.add_cwe (cwe);
  bool before = esc_gcc_werror (true);
  if (!as_error)
    esc_gcc_werror (before);
  esc_gcc_label = label;
  bool shown = warning_meta (where, metadata, 0, text, "");
  esc_gcc_label = NULL;
  esc_gcc_werror (before);
  return shown;
}

/* Are warnings in system headers wanted?  */
static inline bool
esc_gcc_warn_system_headers (void)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
  return global_dc->m_warn_system_headers;
#else
  return global_dc->dc_warn_system_headers;
#endif
}

/* ---- paths -------------------------------------------------------------- */

/* The events of a warning, and what prints them.  Until 14, GCC's own printer
   would begin them with what the diagnostic before began with.  */
class esc_gcc_path
{
public:
#if GCCPLUGIN_VERSION_MAJOR >= 15
  esc_gcc_path ()
      : m_printer (NULL),
#if GCCPLUGIN_VERSION_MAJOR >= 16
        path (*static_cast<const tree_logical_location_manager *> (
                  global_dc->get_logical_location_manager ()),
              global_dc->get_reference_printer ())
#else
        path (global_dc->get_reference_printer ())
#endif
  {
  }
#else
  esc_gcc_path () : m_printer (global_dc->printer->clone ()), path (m_printer)
  {
    pp_set_prefix (m_printer, NULL);
  }
#endif

  ~esc_gcc_path () { delete m_printer; }

private:
  pretty_printer *m_printer;

public:
  simple_diagnostic_path path;
};

/* ---- style -------------------------------------------------------------- */

#if GCCPLUGIN_VERSION_MAJOR >= 16
typedef diagnostics::text_starter_fn esc_gcc_starter_fn;
#define esc_gcc_starter       diagnostics::text_starter (global_dc)
#define esc_gcc_plain_starter diagnostics::default_text_starter
#define esc_gcc_show_caret    (global_dc->get_source_printing_options ().enabled)
#elif GCCPLUGIN_VERSION_MAJOR >= 15
typedef diagnostic_text_starter_fn esc_gcc_starter_fn;
#define esc_gcc_starter       diagnostic_text_starter (global_dc)
#define esc_gcc_plain_starter default_diagnostic_text_starter
#define esc_gcc_show_caret    (global_dc->m_source_printing.enabled)
#else
typedef diagnostic_starter_fn esc_gcc_starter_fn;
#define esc_gcc_starter       diagnostic_starter (global_dc)
#define esc_gcc_plain_starter default_diagnostic_starter
#if GCCPLUGIN_VERSION_MAJOR >= 14
#define esc_gcc_show_caret (global_dc->m_source_printing.enabled)
#else
#define esc_gcc_show_caret (global_dc->show_caret)
#endif
#endif

/* How much of the source a diagnostic shows.  */
struct esc_gcc_style
{
  bool caret;
  esc_gcc_starter_fn starter;
};

static inline void
esc_gcc_style_set (struct esc_gcc_style style)
{
  esc_gcc_show_caret = style.caret;
  esc_gcc_starter = style.starter;
}

/* One line for each diagnostic, without the source and without "In function",
   until esc_gcc_style_set puts back what this returns.  */
static inline struct esc_gcc_style
esc_gcc_style_brief (void)
{
  struct esc_gcc_style old = { esc_gcc_show_caret, esc_gcc_starter };
  struct esc_gcc_style brief = { false, esc_gcc_plain_starter };
  esc_gcc_style_set (brief);
  return old;
}

#endif
