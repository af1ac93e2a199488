import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Raises the classes of a jar to a version of the class file format that an AOT cache accepts.
///
/// The cache holds verified classes, and only classes with stack maps (Java 6 and newer) can be verified in advance.
/// picocli is compiled for Java 5, so every start of puce read and verified 190 classes from its jar. That took a third
/// of the start. This program adds stack maps and another version number, and leaves the code unchanged.
///
///     java RaiseClassFiles.java JAR
final class RaiseClassFiles {
    private RaiseClassFiles() {}

    public static void main(String... args) throws IOException {
        Path jar = Path.of(args[0]);
        Path raised = Path.of(args[0] + ".raised");
        try (var in = new JarFile(jar.toFile());
                var out = new ZipOutputStream(Files.newOutputStream(raised))) {
            ClassFile classFile = classFile(in);
            for (ZipEntry entry : in.stream().toList()) {
                byte[] content = content(in, entry);
                boolean isClass = entry.getName().endsWith(".class");
                var raisedEntry = new ZipEntry(entry.getName());
                raisedEntry.setTimeLocal(entry.getTimeLocal()); // the same input gives the same jar
                out.putNextEntry(raisedEntry);
                out.write(isClass ? raised(classFile, content) : content);
            }
        }
        Files.move(raised, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] content(JarFile jar, ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static byte[] raised(ClassFile classFile, byte[] content) {
        var model = classFile.parse(content);
        if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) {
            return content;
        }
        ClassTransform withStackMaps =
                ClassTransform.transformingMethods(MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
        return classFile.transformClass(model, withStackMaps.andThen((builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        }));
    }

    /// Stack maps need the class hierarchy of the JDK and of the jar.
    private static ClassFile classFile(JarFile jar) {
        ClassHierarchyResolver ofJar = ClassHierarchyResolver.ofResourceParsing(type -> open(jar, type));
        return ClassFile.of(
                StackMapsOption.GENERATE_STACK_MAPS,
                ClassHierarchyResolverOption.of(ofJar.orElse(ClassHierarchyResolver.defaultResolver())));
    }

    private static InputStream open(JarFile jar, ClassDesc type) {
        String descriptor = type.descriptorString(); // Lpackage/Name;
        ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
