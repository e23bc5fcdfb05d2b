# `dotnet dnx -y cake.tool --target=Images` builds this with docker, podman or buildah. By hand, from the root of the repository:
#   docker build -f k8s/images/engine.Dockerfile -t argos-rules/engine:VERSION .
# SDK is an image with the .NET 10 SDK and a shell; BASE one with the ASP.NET Core 10 runtime and `dotnet` in the PATH.
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG BASE=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
FROM ${SDK} AS build
WORKDIR /src
COPY . .
# Machine code made here, not at each start; the stock policies are compiled too, for this build and through the same checks.
ARG TARGETARCH
# What `--version` says behind the version.
ARG COMMIT=
RUN dotnet publish engine/Argos.Rules.Engine/Argos.Rules.Engine.csproj -c Release -r linux-$(case "${TARGETARCH:-$(uname -m)}" in arm64|aarch64) echo arm64;; *) echo x64;; esac) --self-contained false -p:PublishReadyToRun=true -p:RunAnalyzers=false -p:SourceRevisionId=$COMMIT -o /app --nologo \
 && dotnet /app/argos-engine.dll precompile /app/compiled policies/*/policy.csx

# By default without a shell and a package manager; the user is 1654.
FROM ${BASE}
WORKDIR /app
COPY --from=build /app .
ENV DOTNET_EnableDiagnostics=0
USER 1654
EXPOSE 4443 8282
ENTRYPOINT ["dotnet", "/app/argos-engine.dll"]
