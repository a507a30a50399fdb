# Silos that train: libtorch for the CPU is in the image, some 600 MB. From the repository's root:
#   docker build -f deploy/docker/training.Dockerfile -t reco-training .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Orleans.Reco.Host -c Release -r linux-x64 --self-contained false -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# libtorch computes in parallel by OpenMP.
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown $APP_UID:$APP_UID /data
# Few malloc arenas, and Arrow (Parquet) on malloc: with an arena a thread and a pool of its own, native memory grows for a long time.
# Large pages for tensors that come and go with every batch: in pages of 4 KB their faults can be more than half of an epoch.
ENV Urls=http://+:8080 \
    GLIBC_TUNABLES=glibc.malloc.hugetlb=1 \
    MALLOC_ARENA_MAX=2 \
    ARROW_DEFAULT_MEMORY_POOL=system \
    Reco__DataPath=/data \
    Reco__Roles=Training
USER $APP_UID
VOLUME ["/data"]
EXPOSE 8080 11111 30000
ENTRYPOINT ["dotnet", "Orleans.Reco.Host.dll"]
