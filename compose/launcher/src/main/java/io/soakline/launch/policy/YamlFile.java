package io.soakline.launch.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the plain part of YAML with the line of everything; anchors, aliases, tags and further documents are refused. */
final class YamlFile {

    /** Far beyond any policy, far below what would hurt. */
    static final int MOST_CHARACTERS = 1 << 18;

    private static final int DEEPEST = 8;

    private final String name;
    private final YAMLParser parser;

    private YamlFile(String name, YAMLParser parser) {
        this.name = name;
        this.parser = parser;
    }

    /** @param name of the file, for messages */
    static YamlNode.Mapping read(String text, String name) throws PolicyException {
        if (text.length() > MOST_CHARACTERS) {
            throw new PolicyException(
                    name + " is " + text.length() + " characters long; a policy has at most " + MOST_CHARACTERS);
        }
        try (YAMLParser parser = new YAMLFactory().createParser(new StringReader(text))) {
            return new YamlFile(name, parser).document();
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new PolicyException(name + ":" + line + ": this is no YAML: " + oneLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new PolicyException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String oneLine(String message) {
        return message.lines().map(String::strip).findFirst().orElse("it ends too early");
    }

    private YamlNode.Mapping document() throws IOException, PolicyException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return new YamlNode.Mapping(1, Map.of());
        }
        if (first != JsonToken.START_OBJECT) {
            throw error("a policy is made of lines like \"version: 1\"");
        }
        YamlNode.Mapping root = mapping(0);
        if (parser.nextToken() != null) {
            throw error("a policy is one document; take away what follows \"---\"");
        }
        return root;
    }

    private YamlNode.Mapping mapping(int depth) throws IOException, PolicyException {
        plain();
        if (depth > DEEPEST) {
            throw error("too many levels");
        }
        int line = line();
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            plain();
            String key = parser.currentName();
            int keyLine = line();
            parser.nextToken();
            YamlNode.Entry before = entries.put(key, new YamlNode.Entry(keyLine, value(depth)));
            if (before != null) {
                throw new PolicyException(
                        name + ":" + keyLine + ": " + quoted(key) + " stands on line " + before.line() + " already");
            }
        }
        return new YamlNode.Mapping(line, entries);
    }

    private YamlNode value(int depth) throws IOException, PolicyException {
        plain();
        int line = line();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(depth + 1);
        }
        if (token == JsonToken.START_ARRAY) {
            parser.skipChildren();
            return new YamlNode.Sequence(line);
        }
        return new YamlNode.Scalar(line, token == JsonToken.VALUE_NULL || token == null ? "" : parser.getText());
    }

    private void plain() throws IOException, PolicyException {
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw error("anchors and aliases are not taken; write the value out");
        }
        if (parser.getTypeId() != null) {
            throw error("tags like \"!!int\" are not taken; write the value alone");
        }
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private PolicyException error(String what) {
        return new PolicyException(name + ":" + Math.max(1, line()) + ": " + what);
    }

    /** For messages: short and on one line. */
    static String quoted(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return "\"" + (line.length() > 60 ? line.substring(0, 59) + "…" : line) + "\"";
    }
}
