//! Systems that images are built on.

use super::{Base, Family::*, Kind};

const fn os(repository: &'static str, family: super::Family, source: &'static str) -> Base {
    Base::root(repository, family, Kind::Os, source)
}

/// Ubuntu's images have a first user since 23.04.
const WITH_UBUNTU_USER: &[&str] = &[
    "latest",
    "rolling",
    "devel",
    "23.*",
    "24.*",
    "25.*",
    "26.*",
    "27.*",
    "28.*",
    "lunar*",
    "mantic*",
    "noble*",
    "oracular*",
    "plucky*",
    "questing*",
    "resolute*",
];

#[rustfmt::skip] // A row is read and changed as one line.
pub(super) static ROWS: &[Base] = &[
    os("scratch", Scratch, "moby/buildkit"),
    os("busybox", BusyBox, "docker-library/busybox"),

    os("alpine", Alpine, "alpinelinux/docker-alpine"),
    os("gliderlabs/alpine", Alpine, "gliderlabs/docker-alpine"),
    os("frolvlad/alpine-*", Alpine, "Docker-Hub-frolvlad/docker-alpine-glibc"),

    os("debian", Debian, "debuerreotype/docker-debian-artifacts"),
    os("buildpack-deps", Debian, "docker-library/buildpack-deps"),
    os("bitnami/minideb", Debian, "bitnami/minideb"),
    os("balenalib/*-debian", Debian, "balena-io-library/base-images"),
    os("balenalib/*-alpine", Alpine, "balena-io-library/base-images"),

    os("ubuntu", Ubuntu, "docker-library/official-images"),
    os("ubuntu", Ubuntu, "MariaDB/mariadb-docker").tags(WITH_UBUNTU_USER).offers("ubuntu", 1000, 1000),
    os("phusion/baseimage", Ubuntu, "phusion/baseimage-docker"),
    os("heroku/heroku", Ubuntu, "heroku/base-images"),
    os("heroku/heroku", Ubuntu, "heroku/base-images").tags(&["24*", "26*"]).user_unknown(),
    os("nvidia/cuda", Ubuntu, "NVIDIA/cuda"),
    os("nvcr.io/nvidia/*", Ubuntu, "NVIDIA/cuda").user_unknown(),
    os("gcr.io/gcp-runtimes/ubuntu*", Ubuntu, "GoogleContainerTools/base-images-docker"),

    os("fedora", RedHat, "fedora-cloud/docker-brew-fedora"),
    os("registry.fedoraproject.org/fedora", RedHat, "fedora-cloud/docker-brew-fedora"),
    os("registry.fedoraproject.org/fedora-minimal", RedHatMinimal, "fedora-cloud/docker-brew-fedora"),
    os("quay.io/fedora/fedora", RedHat, "fedora-cloud/docker-brew-fedora"),
    os("quay.io/fedora/fedora-minimal", RedHatMinimal, "fedora-cloud/docker-brew-fedora"),
    os("centos", RedHat, "CentOS/sig-cloud-instance-images"),
    os("centos/centos", RedHat, "CentOS/sig-cloud-instance-images"),
    os("centos/systemd", RedHat, "CentOS/CentOS-Dockerfiles"),
    os("rockylinux", RedHat, "rocky-linux/sig-cloud-instance-images"),
    os("rockylinux/rockylinux", RedHat, "rocky-linux/sig-cloud-instance-images"),
    os("rockylinux/rockylinux", RedHatMinimal, "rocky-linux/sig-cloud-instance-images").tags(&["*minimal*"]),
    os("almalinux", RedHat, "AlmaLinux/docker-images"),
    os("almalinux", RedHatMinimal, "AlmaLinux/docker-images").tags(&["*minimal*"]),
    os("almalinux/*-minimal", RedHatMinimal, "AlmaLinux/docker-images"),
    os("almalinux/*-micro", RedHatMicro, "AlmaLinux/docker-images"),
    os("almalinux/*", RedHat, "AlmaLinux/docker-images"),
    os("oraclelinux", RedHat, "oracle/container-images"),
    os("redhat/ubi*", RedHat, "jboss-dockerfiles/base"),
    os("redhat/ubi*-minimal", RedHatMinimal, "hashicorp/consul"),
    os("redhat/ubi*-micro", RedHatMicro, "keycloak/keycloak"),
    os("ubi*/ubi", RedHat, "keycloak/keycloak"),
    os("ubi*/ubi-init", RedHat, "keycloak/keycloak"),
    os("ubi*/ubi-minimal", RedHatMinimal, "hashicorp/consul"),
    os("ubi*/ubi-micro", RedHatMicro, "keycloak/keycloak"),
    os("*.redhat.*/ubi*", RedHat, "jboss-dockerfiles/base").user_unknown(),
    os("*.redhat.*/ubi7", RedHat, "jboss-dockerfiles/base"),
    os("*.redhat.*/ubi8", RedHat, "jboss-dockerfiles/base"),
    os("*.redhat.*/ubi9", RedHat, "jboss-dockerfiles/base"),
    os("*.redhat.*/ubi10", RedHat, "jboss-dockerfiles/base"),
    os("*.redhat.*/ubi*-minimal", RedHatMinimal, "hashicorp/consul"),
    os("*.redhat.*/ubi*-micro", RedHatMicro, "keycloak/keycloak"),
    os("quay.io/pypa/manylinux*", RedHat, "pypa/manylinux"),
    os("quay.io/pypa/musllinux*", Alpine, "pypa/manylinux"),

    os("amazonlinux", Amazon, "opensearch-project/opensearch-build"),
    os("public.ecr.aws/amazonlinux/amazonlinux", Amazon, "opensearch-project/opensearch-build"),
    os("mcr.microsoft.com/azurelinux/*", Azure, "microsoft/azurelinux"),
    os("mcr.microsoft.com/cbl-mariner/*", Azure, "microsoft/azurelinux"),
    os("photon", Azure, "vmware/photon-docker-image").user_unknown(),

    os("opensuse/*", Suse, "openSUSE/docker-containers-build"),
    os("registry.opensuse.org/opensuse/*", Suse, "openSUSE/docker-containers-build"),
    os("registry.suse.com/*", Suse, "SUSE/BCI-dockerfile-generator").user_unknown(),
    os("registry.suse.com/bci/bci-base", Suse, "SUSE/BCI-dockerfile-generator"),
    os("archlinux", Arch, "archlinux/archlinux-docker"),
    os("archlinux/archlinux", Arch, "archlinux/archlinux-docker"),

    // Every variant has the account; only tags that begin so run as it.
    os("gcr.io/distroless/*", Distroless, "GoogleContainerTools/distroless").offers("nonroot", 65532, 65532),
    os("gcr.io/distroless/*", Distroless, "GoogleContainerTools/distroless").tags(&["nonroot*", "debug-nonroot*"]).runs_as("nonroot", 65532),
    os("cgr.dev/chainguard/*", Wolfi, "chainguard-images/images").runs_as("nonroot", 65532),
    os("cgr.dev/chainguard/wolfi-base", Wolfi, "chainguard-images/images").offers("nonroot", 65532, 65532),
    os("cgr.dev/chainguard/chainguard-base", Wolfi, "chainguard-images/images").offers("nonroot", 65532, 65532),
    os("cgr.dev/chainguard/go", Wolfi, "chainguard-images/images").offers("nonroot", 65532, 65532).user_unknown(),
    os("cgr.dev/chainguard/rust", Wolfi, "chainguard-images/images").offers("nonroot", 65532, 65532).user_unknown(),
    os("cgr.dev/chainguard/docker-dind", Wolfi, "chainguard-images/images").user_unknown(),
    os("cgr.dev/*", Wolfi, "chainguard-images/images").user_unknown(),
    os("chainguard/*", Wolfi, "chainguard-images/images").runs_as("nonroot", 65532),
    os("chainguard/wolfi-base", Wolfi, "chainguard-images/images").offers("nonroot", 65532, 65532),

    os("mcr.microsoft.com/windows", Windows, "MicrosoftDocs/Virtualization-Documentation"),
    os("mcr.microsoft.com/windows/*", Windows, "MicrosoftDocs/Virtualization-Documentation"),
    os("mcr.microsoft.com/windows/nanoserver*", Windows, "docker-library/golang").runs_as_name("ContainerUser"),
    os("mcr.microsoft.com/nanoserver*", Windows, "docker-library/golang").runs_as_name("ContainerUser"),
    os("mcr.microsoft.com/windowsservercore*", Windows, "MicrosoftDocs/Virtualization-Documentation"),
    os("mcr.microsoft.com/windows-insider", Windows, "MicrosoftDocs/Virtualization-Documentation"),
    os("microsoft/windowsservercore*", Windows, "MicrosoftDocs/Virtualization-Documentation"),
    os("microsoft/nanoserver*", Windows, "MicrosoftDocs/Virtualization-Documentation"),
    os("microsoft/iis", Windows, "microsoft/iis-docker"),
    os("mcr.microsoft.com/powershell", Unknown, "PowerShell/PowerShell-Docker"),
];
