# docker build -f k8s/images/mgmt.Dockerfile -t argos-rules/mgmt:0.1.0 .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
# Machine code made here, not at each start.
ARG TARGETARCH
RUN dotnet publish mgmt/Argos.Rules.Mgmt/Argos.Rules.Mgmt.csproj -c Release -r linux-$([ "$TARGETARCH" = arm64 ] && echo arm64 || echo x64) --self-contained false -p:PublishReadyToRun=true -o /app --nologo

# No shell and no package manager; the user is 1654.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
ENV DOTNET_EnableDiagnostics=0
USER 1654
EXPOSE 8283
ENTRYPOINT ["dotnet", "/app/argos-mgmt.dll"]
