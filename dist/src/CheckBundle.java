import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// Checks a bundle for Maven Central against the rules of its portal that can be checked offline.
///
///     java CheckBundle.java BUNDLE.zip
///
/// It does not check the signatures themselves, nor whether the group may be used.
///
/// @see <a href="https://central.sonatype.org/publish/requirements/">Requirements</a>
final class CheckBundle {
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    public static void main(String... arguments) throws Exception {
        var check = new CheckBundle();
        check.read(arguments[0]);
        check.check();
        check.problems.forEach(problem -> System.err.println("bundle: " + problem));
        if (!check.problems.isEmpty()) {
            System.exit(1);
        }
        System.out.println("bundle: " + check.poms().size() + " components meet the portal's rules");
    }

    private void read(String bundle) throws IOException {
        try (var zip = new ZipFile(bundle)) {
            for (ZipEntry entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    files.put(entry.getName(), in.readAllBytes());
                }
            }
        }
    }

    private List<String> poms() {
        return files.keySet().stream().filter(name -> name.endsWith(".pom")).toList();
    }

    private void check() throws Exception {
        require(!poms().isEmpty(), "it has no component");
        for (String pom : poms()) {
            checkPom(pom);
        }
        for (String name : files.keySet()) {
            boolean isArtifact = name.endsWith(".pom") || name.endsWith(".jar");
            if (isArtifact) {
                require(files.containsKey(name + ".asc"), name + " has no signature");
                checkDigest(name, "MD5", ".md5");
                checkDigest(name, "SHA-1", ".sha1");
            }
        }
    }

    private void checkPom(String path) throws Exception {
        Element project = parse(path).getDocumentElement();
        String artifact = text(project, "artifactId");
        String version = inherited(path, "version");
        String folder = inherited(path, "groupId").replace('.', '/') + "/" + artifact + "/" + version + "/";
        String file = folder + artifact + "-" + version;
        require(path.equals(file + ".pom"), path + " is not in the folder of its coordinates");
        require(!version.endsWith("-SNAPSHOT"), path + " is a snapshot");
        for (String element : List.of("name", "description")) {
            require(!text(project, element).isBlank(), path + " has no " + element);
        }
        for (String element : List.of("url", "licenses", "developers", "scm")) {
            require(!inherited(path, element).isBlank(), path + " has no " + element);
        }
        if (!text(project, "packaging").equals("pom")) {
            for (String kind : List.of("", "-sources", "-javadoc")) {
                require(files.containsKey(file + kind + ".jar"), file + kind + ".jar is missing");
            }
        }
    }

    /// Returns the text of an element of a POM, or of the nearest parent that has it.
    private String inherited(String pom, String element) throws Exception {
        Element project = parse(pom).getDocumentElement();
        String own = text(project, element);
        Element parent = child(project, "parent");
        if (!own.isBlank() || parent == null) {
            return own;
        }
        String version = text(parent, "version");
        String artifact = text(parent, "artifactId");
        String path = text(parent, "groupId").replace('.', '/') + "/" + artifact + "/" + version + "/" + artifact + "-"
                + version + ".pom";
        require(files.containsKey(path), pom + " has a parent outside the bundle");
        return files.containsKey(path) ? inherited(path, element) : "";
    }

    private Document parse(String pom) throws Exception {
        try (var in = new java.io.ByteArrayInputStream(files.get(pom))) {
            return DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().parse(in);
        }
    }

    private static Element child(Element parent, String name) {
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getLocalName().equals(name)) {
                return element;
            }
        }
        return null;
    }

    private static String text(Element parent, String name) {
        Element element = child(parent, name);
        return element == null ? "" : element.getTextContent().strip();
    }

    private void checkDigest(String name, String algorithm, String suffix) throws NoSuchAlgorithmException {
        byte[] stated = files.get(name + suffix);
        require(stated != null, name + suffix + " is missing");
        if (stated != null) {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(files.get(name));
            String expected = HexFormat.of().formatHex(digest);
            require(new String(stated, StandardCharsets.US_ASCII).startsWith(expected), name + suffix + " is wrong");
        }
    }

    private void require(boolean holds, String problem) {
        if (!holds && !problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
