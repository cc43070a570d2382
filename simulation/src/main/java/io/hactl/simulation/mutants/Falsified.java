package io.hactl.simulation.mutants;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;

/** Copies of records in which one component is not what it was. */
final class Falsified {

  private Falsified() {}

  /**
   * A copy of {@code record} with another value for one component.
   *
   * @throws IllegalStateException if the record has no such component
   */
  static <T extends Record> T copy(T record, String component, Object value) {
    try {
      RecordComponent[] components = record.getClass().getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Object[] values = new Object[components.length];
      boolean found = false;
      for (int i = 0; i < components.length; i++) {
        boolean wanted = components[i].getName().equals(component);
        found |= wanted;
        types[i] = components[i].getType();
        values[i] = wanted ? value : components[i].getAccessor().invoke(record);
      }
      if (!found) {
        throw new IllegalStateException(record.getClass() + " has no " + component);
      }
      @SuppressWarnings("unchecked") // the constructor is that of the record's own class
      Constructor<T> constructor = (Constructor<T>) record.getClass().getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record cannot be copied: " + record.getClass(), e);
    }
  }
}
