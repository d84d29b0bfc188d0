/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model.h - effect models: what functions without a body do with pointers.

   A model is text (docs/models.md has the language) and becomes an ordinary
   body of facts, so that the solver knows no function by name.  */

#ifndef ESC_MODEL_H
#define ESC_MODEL_H

#include "facts.h"
#include "text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The models of a compilation: an index of names over texts that are compiled
   only when a function is used.  */
struct esc_models;

struct esc_models *esc_models_new (void);
void esc_models_free (struct esc_models *);

/* Add TEXT, which must live as long as the models; a later definition of a
   name replaces an earlier one.  False, with *ERR filled, if malformed; then
   nothing of it is added.  CHECK: compile every entry now, to find all errors
   (users' files); otherwise only names are indexed (the built-in text, which
   the build has checked).  */
bool esc_models_add (struct esc_models *, const char *text, bool check,
                     struct esc_text_error *err);

/* Is there a model for SYMBOL?  */
bool esc_models_has (const struct esc_models *, const char *symbol);

/* Give every function of M that has no body, and whose symbol a model
   describes, the model's body (flag ESC_FN_MODEL).  */
void esc_models_link (struct esc_models *, struct esc_module *m);

/* The built-in models, one text (generated from models/ at build time).  */
extern const char esc_builtin_models[];

#ifdef __cplusplus
}
#endif
#endif
