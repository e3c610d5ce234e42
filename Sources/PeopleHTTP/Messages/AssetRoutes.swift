package import Hummingbird
package import WebUI

/// The files that pages refer to; their names change with their content.
package struct AssetRoutes {
    private let assets: [Asset]

    package init(assets: [Asset]) { self.assets = assets }

    package func add(to router: Router<FaceContext>) {
        for asset in assets {
            router.get(RouterPath(asset.path)) { _, _ in
                var response = Response.document(.ok, asset.bytes, asset.mediaType)
                response.headers[.cacheControl] = Asset.cacheControl
                return response
            }
        }
    }
}
