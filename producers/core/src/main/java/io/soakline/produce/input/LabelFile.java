package io.soakline.produce.input;

import io.soakline.produce.engine.EngineException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Expected classes of inputs: a CSV file in UTF-8 (RFC 4180) with the header {@code file,label}, one row for each input,
 * in any order. A label is a class number from 0.
 */
final class LabelFile {

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
    private static final List<String> HEADER = List.of("file", "label");

    private LabelFile() {}

    /**
     * @param files names of the inputs, in the order of the set
     * @return the label of each of them, in that order
     * @throws EngineException for the first row that is not understood, names no input or one again, or for an input
     *     without a label; in one line with file and row, the header being row 1
     */
    static List<Integer> read(Path file, List<String> files) throws EngineException {
        Map<String, Integer> labels = rows(file, new HashSet<>(files));
        List<Integer> ordered = new ArrayList<>();
        for (String name : files) {
            Integer label = labels.get(name);
            if (label == null) {
                throw new EngineException(file + " has no row for the input " + name + " (" + labels.size() + " of "
                        + files.size() + " inputs are labelled): label all of them");
            }
            ordered.add(label);
        }
        return ordered;
    }

    private static Map<String, Integer> rows(Path file, Set<String> inputs) throws EngineException {
        Map<String, Integer> labels = new HashMap<>();
        long row = 0;
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = FORMAT.parse(reader)) {
            for (CSVRecord entry : parser) {
                row = entry.getRecordNumber();
                if (row == 1) {
                    requireHeader(file, entry);
                } else {
                    add(file, entry, inputs, labels);
                }
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new EngineException(
                    "cannot read the labels " + file + " after row " + row + ": " + e.getMessage(), e);
        }
        if (row == 0) {
            throw new EngineException(file + " is empty, expected the header file,label and one row for each input");
        }
        return labels;
    }

    private static void requireHeader(Path file, CSVRecord header) throws EngineException {
        // Spreadsheets begin UTF-8 files with a byte order mark.
        List<String> names =
                header.stream().map(n -> n.replace("\uFEFF", "").strip()).toList();
        if (!names.equals(HEADER)) {
            throw new EngineException(
                    file + " row 1 is " + String.join(",", names) + ", expected the header file,label");
        }
    }

    private static void add(Path file, CSVRecord entry, Set<String> inputs, Map<String, Integer> labels)
            throws EngineException {
        String row = file + " row " + entry.getRecordNumber();
        if (entry.size() != 2) {
            throw new EngineException(row + " has " + entry.size() + " fields, expected file,label");
        }
        String name = entry.get(0).strip();
        if (!inputs.contains(name)) {
            throw new EngineException(row + " names " + name + ", which is no input of the set");
        }
        if (labels.put(name, label(row, entry.get(1).strip())) != null) {
            throw new EngineException(row + " labels " + name + " a second time");
        }
    }

    private static int label(String row, String text) throws EngineException {
        try {
            int label = Integer.parseInt(text);
            if (label >= 0) {
                return label;
            }
        } catch (NumberFormatException e) {
            throw new EngineException(row + " has the label \"" + text + "\", expected a class number from 0", e);
        }
        throw new EngineException(row + " has the label \"" + text + "\", expected a class number from 0");
    }
}
