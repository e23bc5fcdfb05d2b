# docker build -f k8s/images/engine.Dockerfile -t argos-rules/engine:0.1.0 .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
# Machine code made here, not at each start; the stock policies are compiled too, for this build and through the same checks.
ARG TARGETARCH
RUN dotnet publish engine/Argos.Rules.Engine/Argos.Rules.Engine.csproj -c Release -r linux-$([ "$TARGETARCH" = arm64 ] && echo arm64 || echo x64) --self-contained false -p:PublishReadyToRun=true -o /app --nologo \
 && dotnet /app/argos-engine.dll precompile /app/compiled policies/*/policy.csx

# No shell and no package manager; the user is 1654.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
ENV DOTNET_EnableDiagnostics=0
USER 1654
EXPOSE 4443 8282
ENTRYPOINT ["dotnet", "/app/argos-engine.dll"]
