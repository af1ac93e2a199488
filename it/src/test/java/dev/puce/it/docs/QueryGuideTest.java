package dev.puce.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The SQL queries of the guides, run by DuckDB in their order. A table after a query shows its result.
@Timeout(120)
class QueryGuideTest {
    private static final Path GUIDE = Path.of("../docs/how-to/query-recordings.md");
    private static final Path FLEET = Path.of("../docs/how-to/fleet.md");
    private static final Path RECORDINGS = Path.of("../trace/src/test/resources/dev/puce/trace");

    @TempDir
    private Path folder;

    @BeforeEach
    void copy_recordings() throws IOException {
        for (String name : List.of("session/gpg.jsonl", "render/pkcs11-tool.jsonl")) {
            Path recording = RECORDINGS.resolve(name);
            Files.copy(recording, folder.resolve(recording.getFileName()));
        }
    }

    /// The blocks of a language, each with the table that follows it; empty without one.
    private static List<List<String>> blocks(Path guide, String language) throws IOException {
        var blocks = new ArrayList<List<String>>();
        List<String> lines = Files.readAllLines(guide);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).equals("```" + language)) {
                continue;
            }
            int end = i + lines.subList(i, lines.size()).indexOf("```");
            String content = String.join("\n", lines.subList(i + 1, end));
            int tableAt = Math.min(end + 2, lines.size());
            int tableEnd = tableAt;
            while (tableEnd < lines.size() && lines.get(tableEnd).startsWith("|")) {
                tableEnd++;
            }
            blocks.add(List.of(content, String.join("\n", lines.subList(tableAt, tableEnd))));
        }
        return blocks;
    }

    private Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (var statement = connection.createStatement()) {
            statement.execute("set file_search_path = '" + folder + "'");
        }
        return connection;
    }

    private static String table(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        var table = new StringJoiner("\n");
        var header = new StringJoiner(" | ", "| ", " |");
        for (int i = 1; i <= columns; i++) {
            header.add(result.getMetaData().getColumnLabel(i));
        }
        table.add(header.toString()).add("|---".repeat(columns) + "|");
        while (result.next()) {
            var row = new StringJoiner(" | ", "| ", " |");
            for (int i = 1; i <= columns; i++) {
                row.add(String.valueOf(result.getObject(i)).replaceFirst("\\.0$", ""));
            }
            table.add(row.toString());
        }
        return table.toString();
    }

    @Test
    void every_query_gives_the_table_that_the_guide_shows() throws Exception {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            int tables = 0;
            for (var query : blocks(GUIDE, "sql")) {
                String sql = query.getFirst().replace("to 'calls.parquet'", "to '" + folder + "/calls.parquet'");
                boolean hasResult = statement.execute(sql) && sql.startsWith("select");
                if (hasResult) {
                    assertThat(table(statement.getResultSet())).as(sql).isEqualTo(query.getLast());
                    tables++;
                }
            }
            assertThat(tables).isGreaterThanOrEqualTo(5);
        }
        assertThat(folder.resolve("calls.parquet")).isNotEmptyFile();
    }

    @Test
    void the_script_of_the_fleet_guide_ships_files_that_its_query_reads() throws Exception {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Path outbox = Files.createDirectory(folder.resolve("outbox"));
        Files.move(folder.resolve("gpg.jsonl"), logs.resolve("trace.jsonl"));
        Files.move(folder.resolve("pkcs11-tool.jsonl"), logs.resolve("trace.jsonl.1"));
        Path ship = Files.writeString(
                folder.resolve("ship"), blocks(FLEET, "sh").getFirst().getFirst());
        var shipped =
                CommandResult.command(Map.of(), List.of("sh", ship.toString(), logs.toString(), outbox.toString()));
        assertThat(shipped.status()).as(shipped.err()).isZero();
        assertThat(logs).isDirectoryContaining("glob:**/trace.jsonl").isDirectoryNotContaining("glob:**.1");
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("set file_search_path = '" + outbox + "'");
            var queries = blocks(FLEET, "sql");
            statement.execute(queries.getFirst().getFirst());
            assertThat(table(statement.executeQuery(queries.getLast().getFirst())))
                    .isEqualTo("""
                    | host | program | code | times |
                    |---|---|---|---|
                    | desk | pkcs11-tool | SCARD_E_TIMEOUT | 7 |""");
        }
    }

    @Test
    void puce_summary_counts_the_same_calls() throws Exception {
        Path recording = folder.resolve("gpg.jsonl");
        String summary = CommandResult.puce(Map.of(), "summary", "--json", recording.toString())
                .out();
        Files.writeString(folder.resolve("summary.json"), summary);
        try (var connection = connect();
                var statement = connection.createStatement()) {
            var both = statement.executeQuery("""
                    select (select "all".calls from read_json('summary.json')) as puce,
                        (select count(*) from read_json('gpg.jsonl', columns = {type: 'VARCHAR'}) where type = 'call')
                    """);
            assertThat(both.next()).isTrue();
            assertThat(both.getLong(1)).isPositive().isEqualTo(both.getLong(2));
        }
    }
}
