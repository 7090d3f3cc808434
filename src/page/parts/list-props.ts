import { defaultOptionsFilter, type OptionsFilter } from '@mantine/core';
import classes from './list-props.module.css';

/**
 * For `Select` and `Autocomplete`: the list stays beside its field and scrolls by itself, so that it lies within the page's
 * landmarks and the element that scrolls is the list that the keyboard moves in (axe: region, scrollable-region-focusable).
 */
export const LIST_PROPS = {
  withScrollArea: false,
  comboboxProps: { withinPortal: false },
  classNames: { options: classes['options'] ?? '' },
} as const;

/** Searches a list; when nothing fits it says so as an option that cannot be chosen, since an empty list is none (axe: aria-required-children). */
export function searchOr(nothing: string): OptionsFilter {
  return (input) => {
    // It gives back what it is given, whatever its type says.
    const found = defaultOptionsFilter(input) as ReturnType<OptionsFilter>;
    return found.length > 0 ? found : [{ value: '', label: nothing, disabled: true }];
  };
}
