/** Programmes by date, the best legal stack with its proof, and what each side sees of it. */
export * from './policy/index.ts';
export {
  addWorkingDays,
  createCalendar,
  isWorkingDay,
  type WorkingCalendar,
  type WorkingCalendarData,
  workingDaysBetween,
} from './units/working-days.ts';
