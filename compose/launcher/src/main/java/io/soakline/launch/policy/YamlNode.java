package io.soakline.launch.policy;

import java.util.Map;

/** A piece of a YAML file and the line that it begins on. */
sealed interface YamlNode {

    int line();

    /** In the order of the file. */
    record Mapping(int line, Map<String, Entry> entries) implements YamlNode {}

    /** A value of a mapping and the line of its key. */
    record Entry(int line, YamlNode value) {}

    /** Text as it stands, quotes taken off; empty for nothing at all. */
    record Scalar(int line, String text) implements YamlNode {}

    /** No key of a policy takes a list; kept to be named in the error. */
    record Sequence(int line) implements YamlNode {}
}
