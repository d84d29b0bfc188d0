/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sarif.h - a set as SARIF 2.1.0.  */

#ifndef ESC_SARIF_H
#define ESC_SARIF_H

#include "set.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ESC_SARIF_STEPS 100 /* the most of a path that services take */

/* The SARIF text of settled set S, to be freed, with its length in *SIZE;
     NULL if memory ran out.  */
char *esc_sarif_write (struct esc_set *s, size_t *size);

#ifdef __cplusplus
}
#endif
#endif
