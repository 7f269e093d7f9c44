package io.nioshare.provider;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** Which room may know which other one. */
@AnalyzeClasses(packages = "io.nioshare", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PROVIDER = "io.nioshare.provider";
    private static final String[] API = {"io.nioshare", "io.nioshare.handoff..", "io.nioshare.spi.."};
    private static final String[] BINDINGS = {PROVIDER + ".binding.."};
    private static final String[] BACKENDS = {PROVIDER + ".windows..", PROVIDER + ".linux.."};
    private static final String[] CONTRACT = {PROVIDER + ".os..", PROVIDER + ".memory.."};
    private static final String[] ABOVE_THE_CONTRACT = {
        PROVIDER + ".channel..",
        PROVIDER + ".select..",
        PROVIDER + ".park..",
        PROVIDER + ".adapt..",
        PROVIDER + ".pipe..",
        PROVIDER + ".share.."
    };

    @ArchTest
    static final ArchRule onlyBindingsKnowJna = noClasses()
            .that()
            .resideOutsideOfPackages(BINDINGS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..");

    /** {@code java.lang.foreign} can be had by name alone, in classes for a JDK without it. */
    @ArchTest
    static final ArchRule onlyTwoClassesFindClassesByName = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(PROVIDER + ".binding.ForeignApi")
            .and()
            .doNotHaveFullyQualifiedName(PROVIDER + ".memory.Arenas")
            .should()
            .callMethod(Class.class, "forName", String.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule portableRoomsKnowNoBackend = noClasses()
            .that()
            .resideInAnyPackage(ABOVE_THE_CONTRACT)
            .or()
            .resideInAnyPackage(CONTRACT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BACKENDS);

    @ArchTest
    static final ArchRule backendsKnowNothingAboveTheContract = noClasses()
            .that()
            .resideInAnyPackage(BACKENDS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ABOVE_THE_CONTRACT);

    @ArchTest
    static final ArchRule windowsAndLinuxAreStrangers =
            slices().matching(PROVIDER + ".(windows|linux)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule theApiKnowsNothingOfTheProvider = noClasses()
            .that()
            .resideInAnyPackage(API)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PROVIDER + "..");

    @ArchTest
    static final ArchRule theApiKnowsTheJdkAlone = classes()
            .that()
            .resideInAnyPackage(API)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.nioshare..");

    @ArchTest
    static final ArchRule nobodyKnowsTheInsideOfTheJdk =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("sun..", "com.sun.nio..", "jdk.internal..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().assignedFrom(new PackageWithItsSpi()).should().beFreeOfCycles();

    /** One slice for each package; a package and its spi name each other's types by nature, as java.nio.channels does, and are one. */
    private static final class PackageWithItsSpi implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName().replaceFirst("\\.spi$", ""));
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
