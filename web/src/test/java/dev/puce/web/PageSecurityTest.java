package dev.puce.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PageSecurityTest {
    private WebPage page;

    @BeforeEach
    void start() throws IOException {
        page = WebPage.start(0, Redaction.FULL);
        page.open("trace", Traces.file(Traces.piv()));
    }

    @AfterEach
    void end() {
        page.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page.js", "/api/state", "/?token=00000000000000000000000000000000", "/?token="})
    void a_request_without_the_token_sees_nothing(String path) throws IOException {
        var answer = new PageClient(page).send("GET", path, List.of(), "");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("Open the address that puce web printed. It has a token.\n");
    }

    @Test
    void the_token_becomes_a_cookie_that_scripts_and_other_sites_do_not_get() throws IOException {
        var client = new PageClient(page);
        var answer = client.send("GET", "/?" + page.address().getRawQuery(), List.of(), "");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.head())
                .contains("location: /")
                .containsPattern("set-cookie: puce-\\d+=[0-9a-f]{32}; path=/; httponly; samesite=strict");
        assertThat(client.enter().get("/").body()).contains("<!DOCTYPE html>");
    }

    @Test
    void the_cookie_is_not_the_token() throws IOException {
        String token = page.address().getRawQuery().replace("token=", "");
        assertThat(new PageClient(page).enter().cookie()).doesNotContain(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "example.org:80", "127.0.0.1", "127.0.0.1:1", ""})
    void a_foreign_host_is_refused(String host) throws IOException {
        var client = new PageClient(page).enter();
        var answer = client.send("GET", "/api/state", List.of("Host: " + host, "Cookie: " + client.cookie()), "");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("Reader");
    }

    @Test
    void a_foreign_origin_is_refused() throws IOException {
        var client = new PageClient(page).enter();
        for (String method : List.of("GET", "POST")) {
            for (String origin : List.of("http://example.org", "null", "https://" + client.host())) {
                var answer = client.send(
                        method, "/api/clear?trace=0", List.of("Origin: " + origin, "Cookie: " + client.cookie()), "");
                assertThat(answer.status()).as(method + " " + origin).isEqualTo(403);
            }
        }
    }

    @Test
    void a_change_needs_an_origin() throws IOException {
        var client = new PageClient(page).enter();
        var answer = client.send("POST", "/api/clear?trace=0", List.of("Cookie: " + client.cookie()), "");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(client.post("/api/clear?trace=0", "").status()).isEqualTo(200);
    }

    @Test
    void a_change_is_not_a_GET() throws IOException {
        assertThat(new PageClient(page).enter().get("/api/clear?trace=0").status())
                .isEqualTo(404);
    }

    @Test
    void the_policy_allows_the_servers_own_files_only() throws IOException {
        var head = new PageClient(page).enter().get("/").head();
        assertThat(head)
                .contains("content-security-policy: default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("frame-ancestors 'none'")
                .contains("x-content-type-options: nosniff")
                .contains("referrer-policy: no-referrer")
                .contains("cache-control: no-store")
                .doesNotContain("unsafe-inline");
    }

    @Test
    void listens_on_the_loopback_address() {
        assertThat(page.address().getHost()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/module-info.class", "/../page.js", "/%2e%2e/page.js", "/dev/puce/web/page.js", "/api/nothing"})
    void other_paths_do_not_exist(String path) throws IOException {
        assertThat(new PageClient(page).enter().get(path).status()).isEqualTo(404);
    }
}
