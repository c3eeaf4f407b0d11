/** Where the chosen theme is kept between visits. */
export const SCHEME_KEY = 'barograph-color-scheme';
