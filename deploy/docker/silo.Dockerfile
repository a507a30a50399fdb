# Silos without libtorch: web, serving, scoring on the CPU. From the repository's root:
#   docker build -f deploy/docker/silo.Dockerfile -t reco-silo .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Orleans.Reco.Host -c Release -p:WithTraining=false -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown $APP_UID:$APP_UID /data
# Few malloc arenas, and Arrow (Parquet) on malloc: with an arena a thread and a pool of its own, native memory grows for a long time.
# Large blocks go back to the system at once; not so in the training image, where an epoch takes 1.9 times as long with it.
ENV Urls=http://+:8080 \
    MALLOC_ARENA_MAX=2 \
    MALLOC_MMAP_THRESHOLD_=131072 \
    MALLOC_TRIM_THRESHOLD_=131072 \
    ARROW_DEFAULT_MEMORY_POOL=system \
    Reco__DataPath=/data \
    Reco__Roles=Web,Serving,Scoring
USER $APP_UID
VOLUME ["/data"]
# HTTP, silo to silo, client to silo.
EXPOSE 8080 11111 30000
ENTRYPOINT ["dotnet", "Orleans.Reco.Host.dll"]
