// Reads JSON-stat with the toolkit of the format's author.

import JSONstat from "jsonstat-toolkit";

// Every cell of every table of a collection: its categories by dimension, its value and its mark.
function cells(dataset) {
  const found = [];
  const walk = (place, rest) => {
    if (rest.length === 0) {
      const { value, status } = dataset.Data(place);
      found.push([place, value, status ?? null]);
      return;
    }
    for (const category of dataset.Dimension(rest[0]).id) walk({ ...place, [rest[0]]: category }, rest.slice(1));
  };
  walk({}, dataset.id);
  return found;
}

export const operations = {
  "jsonstat.read": ({ collection }) => {
    const read = JSONstat(collection);
    return read.Dataset().map((dataset) => ({
      class: dataset.class,
      label: dataset.label,
      role: dataset.role,
      size: dataset.size,
      labels: dataset.id.map((id) => dataset.Dimension(id).label),
      cells: cells(dataset),
    }));
  },
};
