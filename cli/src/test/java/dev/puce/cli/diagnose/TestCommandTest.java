package dev.puce.cli.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import dev.puce.diagnose.CheckRun;
import dev.puce.diagnose.CheckStep;
import dev.puce.diagnose.CheckStep.Fault;
import dev.puce.diagnose.CheckVerdict;
import dev.puce.diagnose.TimedCalls;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.EchoCard;
import dev.puce.testkit.InterceptedPcsc;
import dev.puce.testkit.InterceptedPcsc.Interceptor;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestCommandTest {
    private static final Bytes COMMAND = Bytes.hex("00A40000023F00");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<CheckStep> steps = new ArrayList<>();
    private PcscService service;

    @BeforeEach
    void start() throws IOException {
        service = PcscService.start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private int run(String... args) {
        var all = new ArrayList<>(List.of("test", "--socket", service.socket().toString()));
        all.addAll(List.of(args));
        return Puce.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    /// Tries the service through something that answers some calls in its place.
    private CheckVerdict through(String reader, Duration longest, Interceptor meddler) throws InterruptedException {
        Pcsc pcsc = new InterceptedPcsc(Pcsc.open("socket:" + service.socket()), meddler);
        var settings = new CheckRun.Settings(List.of(COMMAND), false, Disposition.LEAVE, longest);
        try (var calls = new TimedCalls(pcsc::close)) {
            var run = new CheckRun(pcsc, calls, settings, new Redactor(Redaction.FULL), steps::add);
            return CheckVerdict.of(steps, run.run(() -> reader), _ -> Optional.empty());
        }
    }

    private List<CheckStep> failed() {
        return steps.stream().filter(CheckStep::failed).toList();
    }

    @Test
    void everything_works_with_our_service() {
        service.addReader("A").insert(new EchoCard());
        assertThat(run("--exclusive", "--reset")).as(out + "" + err).isZero();
        assertThat(out.toString())
                .containsPattern("SCardEstablishContext +ok +\\d+\\.\\d\\d ms  SCARD_SCOPE_SYSTEM")
                .containsPattern("SCardTransmit +ok .* 00 A4 00 00 02 3F 00 → 3F 00 90 00")
                .containsPattern("SCardReconnect +ok .* SCARD_RESET_CARD")
                .contains("wrong use, a card held exclusively: SCARD_E_SHARING_VIOLATION")
                .contains(" 0 failed: everything works")
                .doesNotContain("\u001b");
    }

    @Test
    void json_has_a_line_for_each_step_and_the_verdict() {
        service.addReader("A").insert(new EchoCard());
        assertThat(run("--json")).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.getFirst())
                .startsWith("{\"function\":\"SCardEstablishContext\",\"outcome\":\"ok\","
                        + "\"expected\":[\"SCARD_S_SUCCESS\"],\"code\":\"SCARD_S_SUCCESS\",\"milliseconds\":");
        assertThat(lines.getLast()).startsWith("{\"works\":true,\"ok\":").contains("\"failed\":0");
    }

    @Test
    void without_a_reader_or_card_the_rest_is_tried() {
        assertThat(run()).isEqualTo(1);
        assertThat(out.toString()).contains("no card was tried: There is no reader", "SCardReleaseContext");
        service.addReader("A");
        assertThat(run("--reader", "A")).isEqualTo(1);
        assertThat(out.toString()).contains("No reader called \"A\" holds a card");
    }

    @Test
    void without_a_service_it_says_so() {
        service.close();
        assertThat(run()).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("SCardEstablishContext +FAILED")
                .doesNotContain("/run/pcscd")
                .contains("SCARD_E_NO_SERVICE", "most likely the fault of the PC/SC service");
    }

    @Test
    void wrong_usage_has_exit_status_2() {
        assertThat(run("--backend", "magic")).isEqualTo(2);
        assertThat(run("--backend", "native")).isEqualTo(2);
        assertThat(run("--reset", "--unpower")).isEqualTo(2);
        assertThat(run("--apdu", "00A")).isEqualTo(2);
        assertThat(run("--timeout", "0")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_pin_in_a_command_with_a_mistake_is_not_quoted() {
        assertThat(run("--apdu", "0020008004313233" + "3G")).isEqualTo(2);
        assertThat(err.toString()).contains("--apdu is not a command in hex").doesNotContain("313233");
    }

    @Test
    void a_pin_typed_as_a_command_is_not_shown() {
        service.addReader("A").insert(new EchoCard());
        run("--apdu", "0020008004313233" + "34");
        assertThat(out.toString()).contains("00 20 00 80 [hidden]").doesNotContain("00 20 00 80 04 31 32");
    }

    @Test
    void a_card_pulled_in_the_middle_ends_its_part_and_is_to_blame() throws Exception {
        VirtualReader reader = service.addReader("A");
        reader.insert(new EchoCard());
        CheckVerdict verdict = through(reader.name(), Duration.ofSeconds(20), (call, honest) -> {
            if (call instanceof Call.Transmit) {
                reader.remove();
            }
            return honest.answer(call);
        });
        assertThat(failed()).singleElement().satisfies(step -> {
            assertThat(step.function()).isEqualTo(Function.TRANSMIT);
            assertThat(step.code()).hasValue(ReturnCode.REMOVED_CARD);
        });
        assertThat(verdict.fault()).hasValue(Fault.CARD);
        assertThat(steps.getLast().text()).contains("a context released");
    }

    @Test
    void a_service_that_dies_in_the_middle_ends_everything() throws Exception {
        VirtualReader reader = service.addReader("A");
        reader.insert(new EchoCard());
        CheckVerdict verdict = through(reader.name(), Duration.ofSeconds(20), (call, honest) -> {
            if (call instanceof Call.BeginTransaction) {
                service.close();
            }
            return honest.answer(call);
        });
        assertThat(failed()).singleElement().isEqualTo(steps.getLast());
        assertThat(verdict.fault()).hasValue(Fault.SERVICE);
    }

    @Test
    void a_call_that_hangs_is_given_up() throws Exception {
        VirtualReader reader = service.addReader("A");
        reader.insert(new EchoCard());
        var never = new CountDownLatch(1);
        CheckVerdict verdict = through(reader.name(), Duration.ofSeconds(5), (call, honest) -> {
            if (call instanceof Call.Status) {
                return call.equals(new Call.Status(0x12345678)) ? honest.answer(call) : hang(never);
            }
            return honest.answer(call);
        });
        assertThat(failed()).singleElement().satisfies(step -> {
            assertThat(step.code()).isEmpty();
            assertThat(step.text()).isEqualTo("no answer within 5 s");
        });
        assertThat(verdict.fault()).hasValue(Fault.SERVICE);
        assertThat(verdict.works()).isFalse();
    }

    private static Answer hang(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Answer.of(ReturnCode.CANCELLED);
    }

    @Test
    void a_service_that_takes_any_handle_or_tells_another_atr_is_found_out() throws Exception {
        VirtualReader reader = service.addReader("A");
        reader.insert(new EchoCard());
        through(reader.name(), Duration.ofSeconds(20), (call, honest) -> switch (call) {
            case Call.IsValidContext _ -> Answer.success();
            case Call.Status _ -> lie(honest.answer(call));
            default -> honest.answer(call);
        });
        assertThat(failed())
                .extracting(CheckStep::text)
                .satisfiesExactly(
                        atr -> assertThat(atr).startsWith("another reader or ATR than SCardGetStatusChange said"),
                        released -> assertThat(released)
                                .contains(
                                        "a context released", "expected SCARD_E_INVALID_HANDLE, got SCARD_S_SUCCESS"));
        assertThat(failed()).extracting(CheckStep::fault).containsOnly(Optional.of(Fault.SERVICE));
    }

    private static Answer lie(Answer answer) {
        return answer.result() instanceof Result.Status status
                ? Answer.success(
                        new Result.Status(status.reader(), status.state(), status.protocol(), Bytes.hex("3B00")))
                : answer;
    }

    @Test
    void missing_feature_of_a_driver_is_not_a_failure() throws Exception {
        VirtualReader reader = service.addReader("A");
        reader.insert(new EchoCard());
        CheckVerdict verdict = through(
                reader.name(),
                Duration.ofSeconds(20),
                (call, honest) ->
                        call instanceof Call.Control ? Answer.of(ReturnCode.UNEXPECTED) : honest.answer(call));
        assertThat(verdict.works()).as(failed().toString()).isTrue();
        assertThat(verdict.unsupported()).isPositive();
    }
}
